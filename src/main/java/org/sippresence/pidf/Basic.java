package org.sippresence.pidf;

/** The basic status of a tuple (RFC 3863 section 4.1.4), which a publisher may leave out. */
public enum Basic {
    OPEN,
    CLOSED,
    UNSTATED
}
