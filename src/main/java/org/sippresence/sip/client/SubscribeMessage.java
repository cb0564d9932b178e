package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import java.util.stream.Collectors;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.clientsubscription.OutgoingSubscribe;
import org.sippresence.model.MediaType;
import org.sippresence.sip.message.Headers;
import org.sippresence.sip.message.LocalContact;

/** A SUBSCRIBE as a message of the stack; its Contact is known when the server listens. */
final class SubscribeMessage extends DialogMessage {

    private final OutgoingSubscribe subscribe;
    private final LocalContact contact;
    private final DigestExchange exchange;

    SubscribeMessage(OutgoingSubscribe subscribe, LocalContact contact, DigestExchange exchange) {
        super(subscribe.dialog(), subscribe.body());
        this.subscribe = subscribe;
        this.contact = contact;
        this.exchange = exchange;
    }

    @Override
    public String localHost() {
        return "";
    }

    @Override
    public SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
        String local = contact.towards(transport(), nextHost())
                .orElseThrow(() -> new SipException("no listening address for " + transport()));
        SIPRequest request = build("SUBSCRIBE", subscribe.cseq(), local);
        request.setHeader(Headers.of("Event", subscribe.event()));
        request.setHeader(Headers.of("Expires", Integer.toString(subscribe.expires())));
        request.setHeader(Headers.of(
                "Accept", subscribe.accept().stream().map(MediaType::toString).collect(Collectors.joining(", "))));
        DigestFields.addTo(request, exchange);
        return request;
    }
}
