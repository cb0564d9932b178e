package org.sippresence.notification;

import java.time.Duration;
import java.time.Instant;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Terminated;

/** Formatter of the Subscription-State header (RFC 6665 section 8.2.3). */
final class SubscriptionStateHeader {

    private SubscriptionStateHeader() {}

    static String of(Subscription subscription, Instant now) {
        if (subscription.state() instanceof Terminated terminated) {
            return "terminated;reason=" + terminated.reason();
        }
        long left = Math.max(
                0, Duration.between(now, subscription.expires()).plusMillis(999).toSeconds());
        return subscription.state().label() + ";expires=" + left;
    }
}
