package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import java.text.ParseException;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import org.sippresence.clientsubscription.OutgoingSubscribe;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.model.MediaType;
import org.sippresence.settings.SipSettings;
import org.sippresence.sip.client.JainTransactions.End;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.LocalContact;

/** Sends SUBSCRIBEs by client transactions of the container's SIP stack. */
public final class JainSubscribeSender implements SubscribeSender {

    private final JainTransactions transactions;
    private final LocalContact contact;

    public JainSubscribeSender(JainTransactions transactions, SipSettings settings) {
        this.transactions = transactions;
        this.contact = new LocalContact(settings);
    }

    @Override
    public void send(OutgoingSubscribe subscribe, Consumer<Answer> answer) {
        try {
            transactions.send(new Outgoing(subscribe), end -> answer.accept(answer(end)));
        } catch (IllegalArgumentException e) {
            answer.accept(new Answer.Unreachable(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public boolean isOurselves(String uri) {
        try {
            return Headers.uri(uri) instanceof SipURI sip && contact.isOurs(sip.getHost(), LocalContact.port(sip));
        } catch (IllegalArgumentException e) {
            return false; // nothing can be sent to it
        }
    }

    private static Answer answer(End end) {
        if (end instanceof End.Answered answered) {
            SIPResponse response = answered.response();
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

    private static OptionalInt seconds(SIPResponse response, String header) {
        return PeerReader.value(response, header).map(PeerReader::seconds).orElse(OptionalInt.empty());
    }

    private final class Outgoing implements JainTransactions.Outgoing {

        private final OutgoingSubscribe subscribe;
        private final DialogMessage message;

        Outgoing(OutgoingSubscribe subscribe) {
            this.subscribe = subscribe;
            this.message = new DialogMessage(subscribe.dialog(), subscribe.body());
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
            return "";
        }

        @Override
        public SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
            String local = contact.towards(message.transport(), message.nextHost())
                    .orElseThrow(() -> new SipException("no listening address for " + message.transport()));
            SIPRequest request = message.build("SUBSCRIBE", subscribe.cseq(), local);
            request.setHeader(Headers.of("Event", subscribe.event()));
            request.setHeader(Headers.of("Expires", Integer.toString(subscribe.expires())));
            request.setHeader(Headers.of(
                    "Accept",
                    subscribe.accept().stream().map(MediaType::toString).collect(Collectors.joining(", "))));
            return request;
        }
    }
}
