package org.sippresence.hook;

import javax.sip.ResponseEvent;
import javax.sip.TimeoutEvent;

/**
 * Marks a client transaction as sent by us, not by the container. Set it with
 * {@link javax.sip.Transaction#setApplicationData} before {@code sendRequest}; from then on {@link PresenceDispatcher} hands
 * every event of the transaction to it and the container learns nothing.
 *
 * <p>Called on threads of the SIP stack, with the container's context class loader; must not block. In the usual order:
 * {@link #answered} (for each response that is not absorbed as a retransmission, provisional ones too) or {@link #timedOut},
 * then {@link #terminated}. A transaction whose request could not be sent after all (refused connection, unreachable host)
 * gets {@link #terminated} alone.
 */
public interface ClaimedTransaction {

    /**
     * What the branch parameter of such a request begins with (RFC 3261 section 8.1.1.7); append lower case hex. A response
     * that carries it but finds no transaction is a late duplicate.
     */
    String BRANCH_PREFIX = "z9hG4bKpn";

    /** A response has arrived, provisional or final. */
    void answered(ResponseEvent event);

    /** No final response within timer F (RFC 3261 section 17.1.2). */
    void timedOut(TimeoutEvent event);

    /** The transaction is over and forgotten by the stack; exactly once, whatever happened before. */
    void terminated();
}
