package org.sippresence.model;

/** What is bounded in number for everybody; more is refused and counted. */
public enum Bound {
    /** Publications of one presentity to one event package. */
    PUBLICATIONS("max_publications"),
    /** Subscriptions of one watcher to one presentity and event package. */
    SUBSCRIPTIONS("max_subscriptions"),
    /** Subscriptions of one watcher to all presentities. */
    SUBSCRIPTIONS_PER_WATCHER("max_subscriptions_per_watcher");

    private final String key;

    Bound(String key) {
        this.key = key;
    }

    /** The setting's name, also the reason in metrics. */
    public String key() {
        return key;
    }
}
