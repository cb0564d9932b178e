package org.sippresence.sipclient;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A received NOTIFY with its parsed Subscription-State (RFC 6665 section 8.2.3).
 *
 * @param message as received
 * @param state active, pending or terminated
 * @param expires seconds, if given
 * @param reason of a terminated subscription, if given
 * @param order increases with each message that the endpoint received
 */
public record Notification(SipMessage message, String state, OptionalInt expires, Optional<String> reason, long order) {

    static Notification of(SipMessage notify, long order) {
        String header = notify.required("Subscription-State");
        OptionalInt expires = TestHeaders.parameter(header, "expires").stream()
                .mapToInt(Integer::parseInt)
                .findFirst();
        return new Notification(
                notify, TestHeaders.token(header), expires, TestHeaders.parameter(header, "reason"), order);
    }

    public boolean isTerminated() {
        return state.equals("terminated");
    }

    /** The type of the body without parameters, empty if there is no body. */
    public String contentType() {
        return message.first("Content-Type").map(TestHeaders::token).orElse("");
    }

    public String text() {
        return message.text();
    }
}
