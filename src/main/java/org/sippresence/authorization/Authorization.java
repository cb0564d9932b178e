package org.sippresence.authorization;

/** The sub-handling of RFC 5025 section 3.2.1. */
public enum Authorization {
    /** The subscription is rejected. */
    BLOCK,
    /** The presentity has not decided yet: the subscription is pending. */
    CONFIRM,
    /** The watcher receives a document like that of an offline presentity. */
    POLITE_BLOCK,
    /** The watcher receives the state. */
    ALLOW
}
