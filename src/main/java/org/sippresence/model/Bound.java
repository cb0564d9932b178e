package org.sippresence.model;

import java.util.OptionalInt;

/** What is bounded in number for everybody; more is refused and counted. */
public enum Bound {
    /** Publications of one presentity to one event package. */
    PUBLICATIONS("max_publications"),
    /** Subscriptions of one watcher to one presentity and event package. */
    SUBSCRIPTIONS("max_subscriptions"),
    /** Subscriptions of one watcher to all presentities. */
    SUBSCRIPTIONS_PER_WATCHER("max_subscriptions_per_watcher"),
    /** Presentities that are there only because they are watched. */
    PRESENTITIES("max_presentities", 300),
    /** Requests a second from one source address. */
    REQUESTS_PER_SOURCE("max_requests_per_source", 10);

    private final String key;
    private final OptionalInt retryAfter;

    Bound(String key) {
        this.key = key;
        this.retryAfter = OptionalInt.empty();
    }

    Bound(String key, int retryAfter) {
        this.key = key;
        this.retryAfter = OptionalInt.of(retryAfter);
    }

    /** The setting's name, also the reason in metrics. */
    public String key() {
        return key;
    }

    /** Seconds until the same request may be accepted; empty if it is refused for what its sender has. */
    OptionalInt retryAfter() {
        return retryAfter;
    }
}
