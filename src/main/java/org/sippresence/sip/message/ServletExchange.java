package org.sippresence.sip.message;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.Optional;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.Transaction;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipServletMessageImpl;
import org.sippresence.model.RandomIdentifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request that the container dispatched to the servlet. The container's session is invalidated with the response, because this
 * application stores nothing in it.
 */
public final class ServletExchange extends Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(ServletExchange.class);

    private final SipServletRequest request;

    public ServletExchange(SipServletRequest request, RandomIdentifiers tags) {
        super((SIPRequest) ((SipServletMessageImpl) request).getMessage(), tags);
        this.request = request;
    }

    @Override
    void send(Reply reply) {
        try {
            respond(reply);
        } catch (SipException
                | ParseException
                | InvalidArgumentException
                | RuntimeException e) { // any error that the stack reports
            LOG.debug("a response to {} could not be sent: {}", request.getMethod(), e.toString());
        }
        // over a connection the response ends the transaction, without which the container does not know its transport
        release(LocalContact.transport(request()).equals("udp"));
    }

    /** The stack has made the transaction already. */
    @Override
    void sendStatelessly(Reply reply) {
        send(reply);
    }

    /**
     * Responds without the container, which would create a dialog of the stack for each SUBSCRIBE and keep it with the
     * transaction: 3 KB for 32 s.
     */
    private void respond(Reply reply) throws SipException, ParseException, InvalidArgumentException {
        SipServletMessageImpl message = (SipServletMessageImpl) request;
        ServerTransaction transaction = (ServerTransaction) message.getTransaction();
        if (transaction == null) {
            throw new SipException("the transaction is over");
        }
        SIPResponse response = request().createResponse(reply.status(), reply.reason());
        if (response.getToTag() == null) {
            response.setToTag(newTag());
        }
        reply.fields().forEach(each -> response.addHeader(Headers.of(each.name(), each.value())));
        transaction.sendResponse(response);
    }

    /**
     * Releases the container's session. The stack keeps the transaction for 32 s to answer retransmissions (RFC 3261 section
     * 17.2.2), but no object of the container has to live as long. A session that still knows the transaction would end it.
     *
     * @param goesOn whether the transaction still exists
     */
    private void release(boolean goesOn) {
        try {
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
        } catch (RuntimeException e) { // the container may end the same session on its own thread
            LOG.debug("the session of a {} has ended already: {}", request.getMethod(), e.toString());
        }
    }

    /**
     * Releases the container's session at once, because the response may have to wait for other servers. After this call the
     * exchange sends no response itself; empty if a response has been sent.
     */
    @Override
    public Optional<RelayOrigin> detach() {
        ServerTransaction transaction = (ServerTransaction) ((SipServletMessageImpl) request).getTransaction();
        if (transaction == null || !claim()) {
            return Optional.empty();
        }
        RelayOrigin origin = new RelayOrigin(request(), newTag(), response -> {
            addFields(response);
            transaction.sendResponse(response);
        });
        release(true);
        return Optional.of(origin);
    }
}
