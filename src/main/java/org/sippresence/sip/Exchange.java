package org.sippresence.sip;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.sip.Transaction;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.sippresence.model.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one final response. The container's session is invalidated with the response: nothing of ours lives in
 * it. Thread-safe.
 */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final SipServletRequest request;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(SipServletRequest request) {
        this.request = request;
    }

    SipServletRequest request() {
        return request;
    }

    /** A final response to be completed and given to {@link #answer}. */
    Reply response(int status) {
        return new Reply(request.createResponse(status));
    }

    /**
     * Sends the final response; a second one is dropped. Never throws: a client that is gone must not stop what else waits in
     * the lane.
     */
    void answer(Reply reply) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        try {
            reply.response.send();
        } catch (IOException | RuntimeException e) { // whatever the container finds wrong with it
            LOG.debug("a response to {} could not be sent: {}", request.getMethod(), e.toString());
        }
        try {
            release();
        } catch (RuntimeException e) { // the container may be at the same session's end on a thread of its own
            LOG.debug("the session of a {} is gone already: {}", request.getMethod(), e.toString());
        }
    }

    /**
     * The stack keeps the transaction for 32 s to answer retransmissions (RFC 3261 section 17.2.2); nothing of the container
     * need wait with it. A session that still knew the transaction would end it.
     */
    private void release() {
        SipServletMessageImpl message = (SipServletMessageImpl) request;
        Transaction transaction = message.getTransaction();
        MobicentsSipSession sipSession = message.getSipSession();
        SipApplicationSession session = request.getApplicationSession(false);
        if (transaction != null && sipSession != null && request.getTransport().equalsIgnoreCase("udp")) {
            sipSession.removeOngoingTransaction(transaction); // over a connection it has ended with the response
            message.setTransaction(null);
        }
        if (session != null && session.isValid()) {
            session.invalidate();
        }
        if (transaction != null) {
            transaction.setApplicationData(null);
        }
    }

    /** Never throws, as {@link #answer}. */
    void refuse(Rejection rejection) {
        try {
            Reply reply = new Reply(request.createResponse(rejection.status(), rejection.reason()));
            rejection.headers().forEach(reply::with);
            answer(reply);
        } catch (RuntimeException e) {
            LOG.debug("a {} can no longer be refused: {}", request.getMethod(), e.toString());
        }
    }

    /** The request could be right, but it cannot be served now. */
    void fail(int status) {
        refuse(Rejection.of(
                status, status == 503 ? "Service Unavailable" : "Server Internal Error", "Retry-After", "5"));
    }

    /** A response in the making. */
    static final class Reply {

        private final SipServletResponse response;

        private Reply(SipServletResponse response) {
            this.response = response;
        }

        Reply with(String header, String value) {
            response.setHeader(header, value);
            return this;
        }

        /** No option tag is supported beyond the packages' own means (RFC 3261 section 20.37). */
        Reply withoutOptions() {
            ((SipServletMessageImpl) response).getMessage().setHeader(Headers.noOptions());
            return this;
        }

        /** The container would put its own there. */
        Reply withContact(String uri) {
            ((SipServletMessageImpl) response).getMessage().setHeader(Headers.contact(uri));
            return this;
        }

        /** Our tag of the dialog, which the container made. */
        String localTag() {
            return response.getTo().getParameter("tag");
        }
    }
}
