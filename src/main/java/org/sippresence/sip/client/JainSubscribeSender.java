package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPResponse;
import java.util.OptionalInt;
import java.util.function.Consumer;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.RetryAfterHeader;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.clientsubscription.OutgoingSubscribe;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.settings.SipSettings;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.LocalContact;

/** Sends SUBSCRIBEs by client transactions of the container's SIP stack. */
public final class JainSubscribeSender implements SubscribeSender {

    private final JainTransactions transactions;
    private final LocalContact contact;
    private final DigestClient digest;

    public JainSubscribeSender(JainTransactions transactions, SipSettings settings, DigestClient digest) {
        this.transactions = transactions;
        this.digest = digest;
        this.contact = new LocalContact(settings);
    }

    @Override
    public void send(OutgoingSubscribe subscribe, Consumer<Answer> answer) {
        try {
            URI nextHop = Headers.uri(subscribe.dialog().nextHop());
            send(subscribe, digest.begin(DigestFields.nextHop(nextHop), "SUBSCRIBE"), answer);
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    private void send(OutgoingSubscribe subscribe, DigestExchange exchange, Consumer<Answer> answer) {
        transactions.send(
                new SubscribeMessage(subscribe, contact, exchange), end -> answer.accept(answer(exchange, end)));
    }

    @Override
    public boolean isOurselves(String uri) {
        try {
            return Headers.uri(uri) instanceof SipURI sip && contact.isOurs(sip.getHost(), Headers.port(sip));
        } catch (IllegalArgumentException e) {
            return false; // nothing can be sent to it
        }
    }

    private Answer answer(DigestExchange exchange, End end) {
        if (end instanceof End.Answered answered) {
            SIPResponse response = answered.response();
            if (DigestFields.shouldRepeat(exchange, response)) {
                return new Answer.Challenged((again, answer) -> send(again, exchange, answer));
            }
            String tag = response.getToTag();
            return new Answer.Response(
                    response.getStatusCode(),
                    PeerReader.ofResponse(response, tag == null ? "" : tag),
                    new Times(
                            seconds(response, "Expires"),
                            seconds(response, "Min-Expires"),
                            seconds(response, "Retry-After")));
        }
        return end instanceof End.NotSent notSent ? new Answer.Unreachable(notSent.why()) : new Answer.Timeout();
    }

    private static OptionalInt seconds(SIPResponse response, String name) {
        Header header = response.getHeader(name);
        if (header instanceof RetryAfterHeader retryAfter) {
            return OptionalInt.of(retryAfter.getRetryAfter());
        }
        return header instanceof ExpiresHeader expires ? OptionalInt.of(expires.getExpires()) : OptionalInt.empty();
    }
}
