package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.function.Consumer;
import javax.sip.header.RetryAfterHeader;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.sip.client.JainTransactions.End;

/**
 * The general channel for NOTIFYs: a client transaction of the container's SIP stack on the listening address that the Contact
 * names.
 */
public final class JainNotifySender implements NotifySender {

    private final JainTransactions transactions;

    public JainNotifySender(JainTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        try {
            transactions.send(new NotifyMessage(notify), end -> answer.accept(answer(end)));
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private static Answer answer(End end) {
        if (end instanceof End.Answered answered) {
            return response(answered.response());
        }
        return end instanceof End.NotSent notSent ? new Answer.Unreachable(notSent.why()) : new Answer.Timeout();
    }

    static Answer response(SIPResponse response) {
        RetryAfterHeader retryAfter = (RetryAfterHeader) response.getHeader(RetryAfterHeader.NAME);
        return new Answer.Response(response.getStatusCode(), retryAfter == null ? -1 : retryAfter.getRetryAfter());
    }
}
