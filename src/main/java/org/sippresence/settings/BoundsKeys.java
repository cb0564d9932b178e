package org.sippresence.settings;

import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys that bound the number of each kind of object. */
final class BoundsKeys {

    private static final int MANY = 1_000_000;

    /** The smallest useful bound: keys that share a slot of the counting table are counted together. */
    private static final int COUNTED = 1_000;

    private BoundsKeys() {}

    static List<Key> all() {
        return List.of(
                whole("max_publications", 100, "publications")
                        .between(1, MANY)
                        .means(
                                "How many publications one presentity may have for one event package; an initial PUBLISH beyond"
                                        + " them is answered 403."),
                whole("max_subscriptions", 20, "subscriptions")
                        .between(1, MANY)
                        .means(
                                "How many subscriptions one watcher may have to one presentity and event package; a new one"
                                        + " beyond them is answered 403."),
                whole("max_subscriptions_per_watcher", 10_000, "subscriptions")
                        .between(COUNTED, Integer.MAX_VALUE)
                        .means(
                                "How many subscriptions one watcher may have to all presentities that are in memory (see"
                                        + " `pres_cache_size`); a new one beyond them is answered 403. They are counted in memory that"
                                        + " does not grow, where a count may be some too high: fewer than 1,000 cannot be set."),
                whole("max_presentities", 200_000, "presentities")
                        .between(1, Integer.MAX_VALUE)
                        .means(
                                "How many presentities may be there only because they are watched: with subscriptions, but with"
                                        + " neither a publication nor a contact. A SUBSCRIBE for another one is answered 503 with"
                                        + " Retry-After, unless it has an XCAP document or is a subscriber. With `use_db=0` at most half of"
                                        + " `pres_cache_size`."),
                whole("max_requests_per_source", 2_000, "requests a second")
                        .between(0, 1_000_000)
                        .means(
                                "How many SIP requests a second one IPv4 address or one /64 network of IPv6 may send for long; ten"
                                        + " times as many may come at once. More are answered 503 with Retry-After. 0: as many as they"
                                        + " like. The loopback and `trusted_peers` are not limited. Needs `presence-hooks.jar`."),
                whole("max_unproven_targets", 20_000, "addresses")
                        .between(0, 1_000_000)
                        .means(
                                "To how many addresses a NOTIFY over UDP may be in flight that never answered one within a day, and"
                                        + " how many NOTIFYs may wait for such an answer. To each such address one is in flight, repeated"
                                        + " three times at most, without a body that makes it larger than three times its SUBSCRIBE; the"
                                        + " rest follows the first answer. Of relayed messages one is in flight as well, also repeated"
                                        + " three times. The loopback and addresses in `trusted_peers` need not answer first. 0: nothing"
                                        + " is held back. Needs `presence-hooks.jar`."));
    }
}
