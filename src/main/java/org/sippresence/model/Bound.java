package org.sippresence.model;

import java.util.OptionalInt;

/** A limit that applies equally to everyone in a domain; requests beyond it are rejected and counted. */
public enum Bound {
    /** Publications of one presentity for one event package. */
    PUBLICATIONS("max_publications"),
    /** Subscriptions of one watcher to one presentity and event package. */
    SUBSCRIPTIONS("max_subscriptions"),
    /** Subscriptions of one watcher to all presentities. */
    SUBSCRIPTIONS_PER_WATCHER("max_subscriptions_per_watcher"),
    /** Presentities that exist only because they are watched. */
    PRESENTITIES("max_presentities", 300),
    /** Publications of all presentities. */
    TOTAL_PUBLICATIONS("max_total_publications", 300),
    /** Subscriptions to all presentities. */
    TOTAL_SUBSCRIPTIONS("max_total_subscriptions", 300),
    /** Requests per second from one source address. */
    REQUESTS_PER_SOURCE("max_requests_per_source", 10),
    /** Requests per second to the users of one domain. */
    REQUESTS_PER_DOMAIN("max_requests_per_domain", 1);

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

    /** Returns the setting's name, which is also the reason label in metrics. */
    public String key() {
        return key;
    }

    /**
     * Returns the seconds after which the same request may be accepted; empty if the sender itself holds what reached the
     * limit.
     */
    OptionalInt retryAfter() {
        return retryAfter;
    }
}
