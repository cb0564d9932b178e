package org.sippresence.settings;

import static org.sippresence.settings.Key.whole;

import java.util.List;
import java.util.stream.Stream;
import org.sippresence.settings.BoundsSettings.Totals;

/** The keys that bound the number of each kind of object and the size of a body. */
final class BoundsKeys {

    private static final int MILLION = 1_000_000;

    /** The smallest useful bound: keys that share a slot of the counting table are counted together. */
    private static final int MIN_PER_WATCHER = 1_000;

    private BoundsKeys() {}

    static List<Key> all() {
        return Stream.concat(ofUsers().stream(), ofAll().stream()).toList();
    }

    private static List<Key> ofUsers() {
        return List.of(
                whole("max_publications", 100, "publications")
                        .between(1, MILLION)
                        .alsoByDomain()
                        .means("""
                        The maximum number of publications of one presentity and event package; an initial PUBLISH
                        beyond it is answered 403."""),
                whole("publication_max_body", 65_536, "bytes")
                        .between(256, 16_777_216)
                        .means(
                                "The maximum size of a PUBLISH body, after decompression; a larger one is answered 413."),
                whole("max_subscriptions", 20, "subscriptions")
                        .between(1, MILLION)
                        .alsoByDomain()
                        .means("""
                        The maximum number of subscriptions of one watcher to one presentity and event package; an
                        initial SUBSCRIBE beyond it is answered 403."""),
                whole("max_subscriptions_per_watcher", 10_000, "subscriptions")
                        .between(MIN_PER_WATCHER, Integer.MAX_VALUE)
                        .alsoByDomain()
                        .means("""
                        The maximum number of subscriptions of one watcher to all presentities that are in memory (see
                        `pres_cache_size`); an initial SUBSCRIBE beyond it is answered 403. By domain it is the
                        watcher's. The counters use a fixed amount of memory and may be slightly too high; the minimum
                        is therefore 1,000."""),
                whole("max_presentities", 200_000, "presentities")
                        .between(1, Integer.MAX_VALUE)
                        .alsoByDomain()
                        .means("""
                        The maximum number of presentities that have subscriptions, but neither a publication nor a
                        contact. A SUBSCRIBE to another one is answered 503 with Retry-After, unless it has an XCAP
                        document or an account. A domain with a value of its own is counted apart from the others. With
                        `use_db=0` all values together are at most half of `pres_cache_size`."""));
    }

    private static List<Key> ofAll() {
        return List.of(
                whole("max_total_publications", 0, "publications")
                        .between(0, Integer.MAX_VALUE)
                        .alsoByDomain()
                        .means("""
                        The maximum number of publications of all presentities; an initial PUBLISH beyond it is answered
                        503 with Retry-After. A domain with a value of its own is counted apart from the others. 0: no
                        limit."""),
                whole("max_total_subscriptions", 0, "subscriptions")
                        .between(0, Integer.MAX_VALUE)
                        .alsoByDomain()
                        .means("""
                        The maximum number of subscriptions to all presentities; an initial SUBSCRIBE beyond it is
                        answered 503 with Retry-After. A domain with a value of its own is counted apart from the
                        others. 0: no limit."""),
                whole("max_requests_per_source", 2_000, "requests per second")
                        .between(0, MILLION)
                        .means("""
                        The sustained rate of SIP requests from one IPv4 address or one /64 network of IPv6; a burst
                        may be ten times as large. More are answered 503 with Retry-After. 0: no limit. Loopback
                        addresses and `trusted_peers` are not limited. Needs `presence-hooks.jar`."""),
                whole("max_requests_per_domain", 0, "requests per second")
                        .between(0, MILLION)
                        .alsoByDomain()
                        .means("""
                        The sustained rate of SUBSCRIBE, PUBLISH, REGISTER and MESSAGE requests to the users of one
                        domain from all sources, `trusted_peers` included; a burst may be twice as large. More are
                        answered 503 with Retry-After. 0: no limit. Needs `presence-hooks.jar`."""),
                unprovenTargets());
    }

    private static Key unprovenTargets() {
        return whole("max_unproven_targets", 20_000, "addresses")
                .between(0, MILLION)
                .means("""
                The maximum number of addresses that did not answer a NOTIFY over UDP within a day and to which
                a NOTIFY may be in flight, and of NOTIFYs that may wait for their first answer. Each such
                address has one NOTIFY in flight, retransmitted three times at most, without a body that makes
                it larger than three times its SUBSCRIBE; the rest follows the first answer. The same limits
                apply to relayed messages. Loopback addresses and `trusted_peers` are not limited. 0: no limit.
                Needs `presence-hooks.jar`.""");
    }

    /**
     * Checks that the presentities of the domains with a bound of their own fit the memory.
     *
     * @throws SettingsException if they do not
     */
    static void check(Values values, StorageSettings storage) {
        long own = values.numberPerDomain("max_presentities").own().values().stream()
                .mapToLong(Integer::longValue)
                .sum();
        int most = storage.cacheSize() / 2;
        if (!storage.useDb() && own >= most) {
            throw new SettingsException("max_presentities of single domains is " + own
                    + " in total; without a database it must be less than half of pres_cache_size, " + most);
        }
    }

    static BoundsSettings read(Values values) {
        return new BoundsSettings(
                values.numberPerDomain("max_publications"),
                values.numberPerDomain("max_subscriptions"),
                values.numberPerDomain("max_subscriptions_per_watcher"),
                values.numberPerDomain("max_presentities"),
                new Totals(
                        values.numberPerDomain("max_total_publications"),
                        values.numberPerDomain("max_total_subscriptions")),
                values.number("max_requests_per_source"),
                values.numberPerDomain("max_requests_per_domain"),
                values.number("max_unproven_targets"));
    }
}
