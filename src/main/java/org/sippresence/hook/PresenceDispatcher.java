package org.sippresence.hook;

import gov.nist.javax.sip.header.Allow;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import javax.sip.ClientTransaction;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The container's dispatcher, which leaves the transactions that are ours alone.
 *
 * <p>The container takes the application data of each transaction for its own class and logs a response that it did not ask
 * for as an error with a stack trace. So every event of a {@link ClaimedTransaction} ends here. Named in the service's
 * configuration ({@code sipApplicationDispatcherClassName}), made by the container with the constructor without arguments.
 */
public final class PresenceDispatcher extends SipApplicationDispatcherImpl {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceDispatcher.class);

    /** The methods that are routed to the application; the launcher writes the router's file from them. */
    public static final List<String> APPLICATION =
            List.of("PUBLISH", "SUBSCRIBE", "REGISTER", "MESSAGE", "OPTIONS", "INVITE", "INFO", "REFER");

    /** Methods that only mean something within a dialog, which nobody has with us (RFC 3261 section 12.2.2). */
    private static final List<String> DIALOG = List.of("NOTIFY", "BYE", "CANCEL", "PRACK", "UPDATE");

    private volatile boolean draining;

    public PresenceDispatcher() {
        SilentReporter.install(this);
    }

    /**
     * From now on requests are dropped as if nobody listened: a client retransmits and finds the next server at this address.
     * What was accepted before can still be answered.
     */
    public void drain() {
        draining = true;
    }

    /** As the valve asks, which sees each request first. */
    boolean isDraining() {
        return draining;
    }

    /** A request without a header that its method needs never reaches the application; the container's answer is 500. */
    @Override
    public void processRequest(RequestEvent event) {
        SIPRequest request = (SIPRequest) event.getRequest();
        if (!APPLICATION.contains(request.getMethod())) { // the container would relay it to wherever it points
            refuse(event, DIALOG.contains(request.getMethod()) ? 481 : 405, null);
            return;
        }
        try {
            request.checkHeaders();
        } catch (ParseException e) {
            refuse(event, Response.BAD_REQUEST, e.getMessage());
            return;
        }
        super.processRequest(event);
    }

    /**
     * Answers without a transaction.
     *
     * @param why the reason phrase, null for the standard's
     */
    private static void refuse(RequestEvent event, int status, String why) {
        if (event.getRequest().getMethod().equals(Request.ACK)) {
            return;
        }
        try {
            SIPResponse response = ((SIPRequest) event.getRequest()).createResponse(status);
            if (why != null) {
                response.setReasonPhrase(why);
            }
            if (status == Response.METHOD_NOT_ALLOWED) {
                response.setHeader(new Allow("REGISTER, PUBLISH, SUBSCRIBE, MESSAGE, OPTIONS"));
            }
            if (response.getToTag() == null) {
                response.setToTag(Long.toHexString(ThreadLocalRandom.current().nextLong()));
            }
            ((SipProvider) event.getSource()).sendResponse(response);
        } catch (SipException e) {
            LOG.debug("no way to answer a bad request: {}", e.getMessage());
        }
    }

    @Override
    public void processResponse(ResponseEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (claim(transaction) instanceof ClaimedTransaction ours) {
            ours.answered(event);
        } else if (transaction != null || !isLateDuplicate(event)) {
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

    /** Nothing to tell for a transaction of ours: the stack terminates it next. */
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

    private static boolean isLateDuplicate(ResponseEvent event) {
        ViaHeader via = (ViaHeader) event.getResponse().getHeader(ViaHeader.NAME);
        return via != null && via.getBranch() != null && via.getBranch().startsWith(ClaimedTransaction.BRANCH_PREFIX);
    }
}
