package org.sippresence.hook;

import javax.sip.ClientTransaction;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.ViaHeader;
import org.mobicents.servlet.sip.core.SipApplicationDispatcherImpl;

/**
 * The container's dispatcher, which leaves the transactions that are ours alone.
 *
 * <p>The container takes the application data of each transaction for its own class and logs a response that it did not ask
 * for as an error with a stack trace. So every event of a {@link ClaimedTransaction} ends here. Named in the service's
 * configuration ({@code sipApplicationDispatcherClassName}), made by the container with the constructor without arguments.
 */
public final class PresenceDispatcher extends SipApplicationDispatcherImpl {

    private volatile boolean draining;

    /**
     * From now on requests are dropped as if nobody listened: a client retransmits and finds the next server at this address.
     * What was accepted before can still be answered.
     */
    public void drain() {
        draining = true;
    }

    @Override
    public void processRequest(RequestEvent event) {
        if (!draining) {
            super.processRequest(event);
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
