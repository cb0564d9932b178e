package org.sippresence.authorization;

/** What RFC 5025 section 3.2 calls sub-handling. */
public enum Authorization {
    /** The subscription is refused. */
    BLOCK,
    /** The presentity has not decided yet: pending. */
    CONFIRM,
    /** The watcher gets what looks like an offline presentity. */
    POLITE_BLOCK,
    /** The watcher sees the state. */
    ALLOW
}
