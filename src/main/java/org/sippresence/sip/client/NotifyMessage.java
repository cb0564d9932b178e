package org.sippresence.sip.client;

import gov.nist.javax.sip.message.SIPRequest;
import java.text.ParseException;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import org.sippresence.notification.Notify;
import org.sippresence.sip.message.Headers;

/** A NOTIFY as a message of the stack. */
final class NotifyMessage {

    private final Notify notify;
    private final DialogMessage message;

    NotifyMessage(Notify notify) {
        this.notify = notify;
        this.message = new DialogMessage(notify.dialog(), notify.body());
    }

    /** Host and port of the next hop, which identify the destination. */
    String nextHop() {
        return message.nextHop();
    }

    /** The transport of the next hop: {@code udp}, {@code tcp} or {@code tls}. */
    String transport() {
        return message.transport();
    }

    SIPRequest build() throws ParseException, SipException, InvalidArgumentException {
        SIPRequest request =
                message.build("NOTIFY", notify.cseq(), notify.dialog().localContact());
        request.setHeader(Headers.of("Event", notify.event()));
        request.setHeader(Headers.of("Subscription-State", notify.subscriptionState()));
        return request;
    }
}
