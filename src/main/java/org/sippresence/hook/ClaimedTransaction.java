package org.sippresence.hook;

import javax.sip.ResponseEvent;
import javax.sip.TimeoutEvent;

/**
 * Marks a client transaction as sent by the application, not by the container. Set it with
 * {@link javax.sip.Transaction#setApplicationData} before {@code sendRequest}; from then on {@link PresenceDispatcher} passes
 * every event of the transaction to it and hides them from the container.
 *
 * <p>Called on threads of the SIP stack, with the container's context class loader; must not block. The usual order is:
 * {@link #answered} (for each response that is not absorbed as a retransmission, including provisional ones) or
 * {@link #timedOut}, then {@link #terminated}. A transaction whose request could not be sent (refused connection, unreachable
 * host) gets {@link #terminated} alone.
 */
public interface ClaimedTransaction {

    /**
     * The prefix of the branch parameter of such a request (RFC 3261 section 8.1.1.7); append lower-case hexadecimal digits. A
     * response with this prefix that matches no transaction is a late duplicate.
     */
    String BRANCH_PREFIX = "z9hG4bKpn";

    /** Called for each response, provisional or final. */
    void answered(ResponseEvent event);

    /** Called if there is no final response within timer F (RFC 3261 section 17.1.2). */
    void timedOut(TimeoutEvent event);

    /** Called exactly once, in every case, after the stack has removed the transaction. */
    void terminated();
}
