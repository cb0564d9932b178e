package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.YEAR;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** Keys that are accepted, but have no effect. */
final class IgnoredKeys {

    private IgnoredKeys() {}

    static List<Key> ofOtherServers() {
        return List.of(
                tableSize("subs_htable_size"),
                tableSize("pres_htable_size"),
                whole("timer_interval", 10, "seconds")
                        .between(1, YEAR)
                        .from(SER)
                        .remark("has no effect: expiry is exact and changes are sent at once")
                        .means("The interval of SER's timer. Here expiry is exact and changes are sent at once."),
                onOff("notify_is_refresh", true)
                        .from(SER)
                        .remark("has no effect: a NOTIFY always carries a Contact (RFC 6665 section 4.2.2)")
                        .means("Whether NOTIFY is a target refresh; it always is."));
    }

    private static Key tableSize(String name) {
        return whole(name, 9, "")
                .between(1, 30)
                .from(KAMAILIO)
                .remark("has no effect: the tables in memory grow by themselves")
                .means("The size of a hash table as a power of two. Tables here grow by themselves.");
    }
}
