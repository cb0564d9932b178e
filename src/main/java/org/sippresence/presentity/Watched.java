package org.sippresence.presentity;

import org.sippresence.subscription.Subscription;

/** A subscription in memory and its numbers. Changed in its presentity's lane only. */
final class Watched {

    volatile Subscription subscription;
    final Numbering numbering;

    Watched(Subscription subscription, Numbering numbering) {
        this.subscription = subscription;
        this.numbering = numbering;
    }
}
