package org.sippresence.hook;

import java.io.IOException;

/**
 * A connection over which requests can be sent in the direction opposite to that in which it was opened (RFC 5626). A message
 * channel of any transport implements it, and is registered with {@link Connections} while it is open. Thread-safe.
 */
public interface FlowConnection {

    /** A number that no other connection has, in this process or, but for an improbable accident, in another one; not 0. */
    long number();

    /** Whether messages can be sent now. */
    boolean isOpen();

    /**
     * Sends a request without waiting for the peer.
     *
     * @throws IOException if the connection has ended, or if too many bytes wait because the peer reads too slowly; then the
     *     connection stays open
     */
    void send(byte[] request) throws IOException;
}
