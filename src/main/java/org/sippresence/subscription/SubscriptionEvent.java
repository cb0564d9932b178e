package org.sippresence.subscription;

/** What happens to a subscription (the events of RFC 3857 section 4.7.1). */
public enum SubscriptionEvent {
    /** It was made, or refreshed. */
    SUBSCRIBED,
    /** The rules allow the watcher. */
    APPROVED,
    /** The rules want the presentity's consent again. */
    RECONSIDERED,
    /** The rules forbid the watcher. */
    REJECTED,
    /** The watcher ended it, or did not refresh it in time. */
    TIMEOUT,
    /** A pending one was not decided in time. */
    GIVEUP,
    /** An operator ended it; the watcher may subscribe anew. */
    DEACTIVATED,
    /** The presentity is no more. */
    NORESOURCE
}
