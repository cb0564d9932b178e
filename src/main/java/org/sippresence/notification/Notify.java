package org.sippresence.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Terminated;

/**
 * One NOTIFY without the parts that its transaction adds.
 *
 * @param cseq higher than that of every earlier NOTIFY in the dialog
 * @param event the value of the Event header
 * @param subscriptionState the value of the Subscription-State header
 */
public record Notify(Dialog dialog, long cseq, String event, String subscriptionState, Optional<Body> body) {

    public Notify {
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(subscriptionState, "subscriptionState");
        Objects.requireNonNull(body, "body");
    }

    /** Returns a copy with another CSeq. */
    public Notify withCSeq(long number) {
        return new Notify(dialog, number, event, subscriptionState, body);
    }

    static Notify of(Subscription subscription, long cseq, Optional<Body> body, Instant now) {
        return new Notify(
                subscription.dialog(), cseq, subscription.event().header(), subscriptionState(subscription, now), body);
    }

    /** Returns the NOTIFY in another state of its dialog. */
    public Notify in(Dialog other) {
        return new Notify(other, cseq, event, subscriptionState, body);
    }

    /** Returns the value of the Subscription-State header (RFC 6665 section 8.2.3). */
    private static String subscriptionState(Subscription subscription, Instant now) {
        if (subscription.state() instanceof Terminated terminated) {
            return "terminated;reason=" + terminated.reason();
        }
        long left = Math.max(
                0, Duration.between(now, subscription.expires()).plusMillis(999).toSeconds());
        return subscription.state().label() + ";expires=" + left;
    }
}
