package org.sippresence.hook;

import gov.nist.javax.sip.header.Allow;
import gov.nist.javax.sip.header.MaxForwards;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ClientTransaction;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.EventHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's dispatcher, which does not touch transactions of the application.
 *
 * <p>The container casts the application data of each transaction to its own class and logs an unexpected response as an error
 * with a stack trace. Therefore events of a {@link ClaimedTransaction} are not passed on. Named in the service's configuration
 * ({@code sipApplicationDispatcherClassName}), created by the container with the no-argument constructor.
 */
public final class PresenceDispatcher extends SipApplicationDispatcherImpl {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceDispatcher.class);

    /** The methods that are routed to the application, as the value of an Allow header. A constant, which users do not link. */
    public static final String ALLOW = "REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS";

    /** The same methods; the launcher writes the router's file from them. */
    public static final List<String> APPLICATION = List.of(ALLOW.split(", ", -1));

    /** Methods that refer to a transaction or subscription that does not exist here. */
    private static final List<String> OF_TRANSACTIONS = List.of("CANCEL", "NOTIFY");

    private static final int MOST_HOPS = 70;

    private volatile boolean draining;

    /**
     * Starts to drop requests without a response: a client retransmits and reaches the next server at this address. Requests
     * accepted before can still be answered.
     */
    public void drain() {
        draining = true;
    }

    /** Whether requests are dropped; queried by the valve, which sees each request first. */
    boolean isDraining() {
        return draining;
    }

    /** Answers requests that the container would relay to an arbitrary target, or answer with 500. */
    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (!APPLICATION.contains(request.getMethod())) {
            reject(event);
            return;
        }
        if (request.getMaxForwards() == null) { // RFC 2543 has none
            addMaxForwards(request);
        }
        if (lacksContact(request)) { // the container's own check answers 500
            answer(event, request.createResponse(Response.BAD_REQUEST, "Missing Contact header"));
            return;
        }
        if (lacksEvent(request)) {
            answer(event, request.createResponse(Response.BAD_EVENT, "Bad Event"));
            return;
        }
        super.processRequest(event);
    }

    private static boolean lacksContact(SIPRequest request) {
        return request.getMethod().equals(Request.SUBSCRIBE) && request.getContactHeader() == null;
    }

    private static boolean lacksEvent(SIPRequest request) {
        return (request.getMethod().equals(Request.SUBSCRIBE)
                        || request.getMethod().equals(Request.PUBLISH))
                && request.getHeader(EventHeader.NAME) == null;
    }

    private static void addMaxForwards(SIPRequest request) {
        MaxForwards hops = new MaxForwards();
        try {
            hops.setMaxForwards(MOST_HOPS);
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException("the stack rejects a Max-Forwards of " + MOST_HOPS, e);
        }
        request.setHeader(hops);
    }

    /** Rejects a request without a transaction. */
    private static void reject(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (request.getMethod().equals(Request.ACK)) {
            return;
        }
        boolean isOfDialog = OF_TRANSACTIONS.contains(request.getMethod()) || request.getToTag() != null;
        SIPResponse response = isOfDialog
                ? request.createResponse(Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST, "Dialog does not exist")
                : request.createResponse(Response.METHOD_NOT_ALLOWED, "Method Not Allowed");
        if (!isOfDialog) {
            response.setHeader(new Allow(ALLOW));
        }
        answer(event, response);
    }

    private static void answer(RequestEvent event, SIPResponse response) {
        try {
            if (response.getToTag() == null) {
                response.setToTag(Long.toHexString(ThreadLocalRandom.current().nextLong()));
            }
            ((SipProvider) event.getSource()).sendResponse(response);
        } catch (SipException e) {
            LOG.debug("a {} could not be rejected: {}", event.getRequest().getMethod(), e.getMessage());
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (claim(transaction) instanceof ClaimedTransaction ours) {
            ours.answered(event);
        } else if (transaction != null) { // the container would log and forward a stray one
            super.processResponse(event);
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        if (!event.isServerTransaction() && claim(event.getClientTransaction()) instanceof ClaimedTransaction ours) {
            ours.timedOut(event);
        } else {
            super.processTimeout(event);
        }
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {
        if (!event.isServerTransaction() && claim(event.getClientTransaction()) instanceof ClaimedTransaction ours) {
            ours.terminated();
        } else {
            super.processTransactionTerminated(event);
        }
    }

    /** Nothing to do for a claimed transaction: the stack terminates it next. */
    @Override
    public void processIOException(IOExceptionEvent event) {
        if (!(event.getSource() instanceof ClientTransaction transaction)
                || !(claim(transaction) instanceof ClaimedTransaction)) {
            super.processIOException(event);
        }
    }

    private static Object claim(Transaction transaction) {
        return transaction == null ? null : transaction.getApplicationData();
    }
}
