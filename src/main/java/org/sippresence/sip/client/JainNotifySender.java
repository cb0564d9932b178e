package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.function.Consumer;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import javax.sip.header.RetryAfterHeader;
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

    public JainNotifySender(JainTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        try {
            transactions.send(new Outgoing(notify), end -> answer.accept(answer(end)));
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private static Answer answer(End end) {
        if (end instanceof End.Answered answered) {
            RetryAfterHeader retryAfter = (RetryAfterHeader) answered.response().getHeader(RetryAfterHeader.NAME);
            return new Answer.Response(
                    answered.response().getStatusCode(), retryAfter == null ? -1 : retryAfter.getRetryAfter());
        }
        return end instanceof End.NotSent notSent ? new Answer.Unreachable(notSent.why()) : new Answer.Timeout();
    }

    private static final class Outgoing implements JainTransactions.Outgoing {

        private final NotifyMessage message;
        private final String localHost;

        Outgoing(Notify notify) {
            message = new NotifyMessage(notify);
            localHost = ((SipURI) Headers.uri(notify.dialog().localContact())).getHost();
        }

        @Override
        public String transport() {
            return message.transport();
        }

        @Override
        public String nextHop() {
            return message.nextHop();
        }

        @Override
        public String localHost() {
            return localHost;
        }

        @Override
        public SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
            return message.build();
        }
    }
}
