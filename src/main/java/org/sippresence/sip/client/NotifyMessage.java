package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.address.SipURI;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.notification.Notify;
import org.sippresence.sip.message.Headers;

/** A NOTIFY as a message of the stack. */
final class NotifyMessage extends DialogMessage {

    private final Notify notify;
    private final DigestExchange exchange;

    NotifyMessage(Notify notify, DigestExchange exchange) {
        super(notify.dialog(), notify.body());
        this.notify = notify;
        this.exchange = exchange;
    }

    @Override
    public String localHost() {
        return ((SipURI) Headers.uri(notify.dialog().localContact())).getHost();
    }

    @Override
    public SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
        SIPRequest request = build("NOTIFY", notify.cseq(), notify.dialog().localContact());
        request.setHeader(Headers.of("Event", notify.event()));
        request.setHeader(Headers.of("Subscription-State", notify.subscriptionState()));
        DigestFields.addTo(request, exchange);
        return request;
    }
}
