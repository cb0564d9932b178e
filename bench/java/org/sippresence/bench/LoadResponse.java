package org.sippresence.bench;

/** Receives the response to a request. Called by the generator's one thread. */
interface LoadResponse {

    /**
     * Called for the final response.
     *
     * @param response valid during the call only
     * @param sentAt when the request was first sent, by {@link System#nanoTime()}
     */
    void answered(Packet response, long sentAt);

    /** There was no response within 64*T1 (RFC 3261 section 17.1.2.2, timer F). */
    void timedOut();
}
