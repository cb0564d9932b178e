package org.sippresence.xcap.client;

/** Whether a request may be overtaken. */
enum RequestPriority {
    /** Somebody waits for the answer. */
    AWAITED,
    /** It is time to ask again. */
    ROUTINE
}
