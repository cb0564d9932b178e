package org.sippresence.subscription;

import org.sippresence.model.Rejection;

/** Result of a SUBSCRIBE. */
public sealed interface SubscribeOutcome {

    /**
     * Success, answered with 200 and an immediate NOTIFY (RFC 6665 section 4.2.1.1).
     *
     * @param subscription the new state; terminated and no longer stored after a fetch or an unsubscription
     * @param expires the Expires header in seconds
     */
    record Accepted(Subscription subscription, int expires) implements SubscribeOutcome {}

    record Rejected(Rejection rejection) implements SubscribeOutcome {}
}
