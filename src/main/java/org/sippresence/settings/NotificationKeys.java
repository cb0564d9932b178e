package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.choice;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about NOTIFY. */
final class NotificationKeys {

    private NotificationKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("timeout_rm_subs", true)
                        .from(KAMAILIO)
                        .means("1: a NOTIFY without answer, or answered 408, ends its subscription (RFC 6665). 0: the"
                                + " subscription lives until it expires."),
                onOff("ignore_408_on_notify", false)
                        .from(SER)
                        .means("The same switch the other way round: 1 here is 0 there. Setting both so that they"
                                + " contradict each other is an error."),
                choice("notify_failure", "rfc6665", "rfc6665", "any")
                        .from(SER)
                        .means(
                                "Which final answers to a NOTIFY end its subscription. `rfc6665`: 404, 405, 410, 416, 480 to"
                                        + " 485, 489, 501 and 604 (RFC 6665 section 4.2.2). After another 5xx, or one with Retry-After,"
                                        + " the NOTIFY is repeated; after any other the subscription stays as it is and its watcher gets"
                                        + " the next change. `any`: every answer that is not 2xx, as in SER. 408 and silence follow"
                                        + " `timeout_rm_subs` in both cases."),
                whole("notify_min_interval", 0, "milliseconds")
                        .between(0, 3_600_000)
                        .means(
                                "The least time between two NOTIFYs of one subscription that no SUBSCRIBE asked for. RFC 3856"
                                        + " section 6.10 recommends 5000. The default 0 lets a change reach watchers at once; the"
                                        + " rate is still bounded, since a subscription has at most one NOTIFY in flight and what"
                                        + " changes meanwhile is sent as one."));
    }
}
