package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.Transaction;
import javax.sip.header.Header;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.sippresence.model.Rejection;
import org.sippresence.model.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its one final response. The container's session is invalidated with the response: nothing of ours lives in
 * it. Thread-safe.
 */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private static final Tags TAGS = new Tags("");

    private final SipServletRequest request;
    private final AtomicBoolean answered = new AtomicBoolean();

    private final String newTag = TAGS.next();

    Exchange(SipServletRequest request) {
        this.request = request;
    }

    SipServletRequest request() {
        return request;
    }

    /** Our tag of the dialog that the request makes; one within a dialog has it in its To header. */
    String newTag() {
        return newTag;
    }

    /** A final response to be completed and given to {@link #answer}. */
    Reply response(int status) {
        return new Reply(status, SIPResponse.getReasonPhrase(status));
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
            send(reply);
        } catch (SipException
                | ParseException
                | InvalidArgumentException
                | RuntimeException e) { // whatever the stack finds wrong with it
            LOG.debug("a response to {} could not be sent: {}", request.getMethod(), e.toString());
        }
        try {
            release(request.getTransport().equalsIgnoreCase("udp")); // over a connection it has ended with the response
        } catch (RuntimeException e) { // the container may be at the same session's end on a thread of its own
            LOG.debug("the session of a {} is gone already: {}", request.getMethod(), e.toString());
        }
    }

    /**
     * Past the container, which would make a dialog of the stack for each SUBSCRIBE and keep it with the transaction: 3 KB
     * for 32 s.
     */
    private void send(Reply reply) throws SipException, ParseException, InvalidArgumentException {
        SipServletMessageImpl message = (SipServletMessageImpl) request;
        ServerTransaction transaction = (ServerTransaction) message.getTransaction();
        if (transaction == null) {
            throw new SipException("the transaction is over");
        }
        SIPResponse response = ((SIPRequest) message.getMessage()).createResponse(reply.status, reply.reason);
        if (response.getToTag() == null) {
            response.setToTag(newTag);
        }
        reply.headers.forEach(response::setHeader);
        transaction.sendResponse(response);
    }

    /**
     * The stack keeps the transaction for 32 s to answer retransmissions (RFC 3261 section 17.2.2); nothing of the container
     * need wait with it. A session that still knew the transaction would end it.
     *
     * @param goesOn whether the transaction is still there
     */
    private void release(boolean goesOn) {
        SipServletMessageImpl message = (SipServletMessageImpl) request;
        Transaction transaction = message.getTransaction();
        MobicentsSipSession sipSession = message.getSipSession();
        SipApplicationSession session = request.getApplicationSession(false);
        if (transaction != null && sipSession != null && goesOn) {
            sipSession.removeOngoingTransaction(transaction);
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
        Reply reply = new Reply(rejection.status(), rejection.reason());
        rejection.headers().forEach(reply::with);
        answer(reply);
    }

    /**
     * Gives the container's session up at once: what answers the request can wait for others without it. From here on nothing of
     * this exchange answers; empty if something has.
     */
    Optional<Upstream> detach() {
        SipServletMessageImpl message = (SipServletMessageImpl) request;
        ServerTransaction transaction = (ServerTransaction) message.getTransaction();
        if (transaction == null || !answered.compareAndSet(false, true)) {
            return Optional.empty();
        }
        Upstream upstream = new Upstream((SIPRequest) message.getMessage(), transaction, newTag);
        try {
            release(true);
        } catch (RuntimeException e) { // the container may be at the same session's end on a thread of its own
            LOG.debug("the session of a {} is gone already: {}", request.getMethod(), e.toString());
        }
        return Optional.of(upstream);
    }

    /** The request could be right, but it cannot be served now. */
    void fail(int status) {
        refuse(Rejection.of(
                status, status == 503 ? "Service Unavailable" : "Server Internal Error", "Retry-After", "5"));
    }

    /** A response in the making. */
    static final class Reply {

        private final int status;
        private final String reason;
        private final List<Header> headers = new ArrayList<>(4);

        private Reply(int status, String reason) {
            this.status = status;
            this.reason = reason;
        }

        Reply with(String header, String value) {
            headers.add(Headers.of(header, value));
            return this;
        }

        /** No option tag is supported beyond the packages' own means (RFC 3261 section 20.37). */
        Reply withoutOptions() {
            headers.add(Headers.noOptions());
            return this;
        }

        Reply withContact(String uri) {
            headers.add(Headers.contact(uri));
            return this;
        }
    }
}
