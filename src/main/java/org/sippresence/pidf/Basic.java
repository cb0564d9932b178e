package org.sippresence.pidf;

/** The optional basic status of a tuple (RFC 3863 section 4.1.4). */
public enum Basic {
    OPEN,
    CLOSED,
    UNSTATED
}
