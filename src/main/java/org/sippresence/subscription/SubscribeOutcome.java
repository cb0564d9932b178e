package org.sippresence.subscription;

import org.sippresence.model.Rejection;

/** How a SUBSCRIBE ends. */
public sealed interface SubscribeOutcome {

    /**
     * Answered 200, then a NOTIFY at once (RFC 6665 section 4.2.1.1).
     *
     * @param subscription as it is now; terminated and no longer stored after a fetch or an unsubscription
     * @param expires seconds for the Expires header
     */
    record Accepted(Subscription subscription, int expires) implements SubscribeOutcome {}

    record Rejected(Rejection rejection) implements SubscribeOutcome {}
}
