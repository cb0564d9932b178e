package org.sippresence.bench;

/** Who sent a request and waits for its answer. Called by the one thread of the generator. */
interface LoadResponse {

    /**
     * The final response.
     *
     * @param response not to be kept
     * @param sentAt when the request left first, by {@link System#nanoTime()}
     */
    void answered(Packet response, long sentAt);

    /** There was no response within 64*T1 (RFC 3261 section 17.1.2.2, timer F). */
    void timedOut();
}
