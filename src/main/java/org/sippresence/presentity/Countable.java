package org.sippresence.presentity;

/** What is counted over all presentities of a domain, because a bound limits it. */
public enum Countable {
    /** Presentities that have subscriptions but neither a publication nor a contact. */
    ONLY_WATCHED,
    PUBLICATIONS,
    /** Subscriptions, those of waiting watchers included. */
    SUBSCRIPTIONS
}
