package org.sippresence.xcap.client;

/** The priority of a request. */
enum RequestPriority {
    /** A caller waits for the response. */
    AWAITED,
    /** A periodic refresh. */
    ROUTINE
}
