package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.function.Consumer;
import javax.sip.address.URI;
import javax.sip.header.RetryAfterHeader;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.message.Headers;

/**
 * The general channel for NOTIFYs: a client transaction of the container's SIP stack on the listening address that the Contact
 * names.
 */
public final class JainNotifySender implements NotifySender {

    private final JainTransactions transactions;
    private final DigestClient digest;

    public JainNotifySender(JainTransactions transactions, DigestClient digest) {
        this.transactions = transactions;
        this.digest = digest;
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        try {
            URI nextHop = Headers.uri(notify.dialog().nextHop());
            send(notify, digest.begin(DigestFields.nextHop(nextHop), "NOTIFY"), answer);
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private void send(Notify notify, DigestExchange exchange, Consumer<Answer> answer) {
        transactions.send(new NotifyMessage(notify, exchange), end -> answer.accept(answer(notify, exchange, end)));
    }

    private Answer answer(Notify notify, DigestExchange exchange, End end) {
        if (end instanceof End.Answered answered) {
            return DigestFields.shouldRepeat(exchange, answered.response())
                    ? new Answer.Challenged((cseq, answer) -> send(notify.withCSeq(cseq), exchange, answer))
                    : response(answered.response());
        }
        return end instanceof End.NotSent notSent ? new Answer.Unreachable(notSent.why()) : new Answer.Timeout();
    }

    static Answer response(SIPResponse response) {
        RetryAfterHeader retryAfter = (RetryAfterHeader) response.getHeader(RetryAfterHeader.NAME);
        return new Answer.Response(response.getStatusCode(), retryAfter == null ? -1 : retryAfter.getRetryAfter());
    }
}
