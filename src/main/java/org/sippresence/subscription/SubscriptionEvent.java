package org.sippresence.subscription;

/** Events of a subscription (RFC 3857 section 4.7.1). */
public enum SubscriptionEvent {
    /** It was created or refreshed. */
    SUBSCRIBED,
    /** The rules allow the watcher. */
    APPROVED,
    /** The rules require the presentity's authorization again. */
    RECONSIDERED,
    /** The rules forbid the watcher. */
    REJECTED,
    /** The watcher ended it, or did not refresh it in time. */
    TIMEOUT,
    /** A pending subscription was not decided in time. */
    GIVEUP,
    /** An operator ended it; the watcher may subscribe again. */
    DEACTIVATED,
    /** The presentity does not exist any more. */
    NORESOURCE
}
