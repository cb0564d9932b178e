package org.sippresence.notification;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.sippresence.model.Body;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;

/**
 * Writes the documents of an event package that are specific to each subscription: numbered from 0, first a full one and then
 * partial ones with the changes (as in RFC 3858 and RFC 3680). After a SUBSCRIBE, a NOTIFY without a 2xx response, or a restart
 * the next one is full again; after a crash the numbers may have a gap. Called in the presentity's lane; must not block.
 */
public interface Reporter {

    /**
     * Writes the full state that the subscription's watcher may see.
     *
     * @return the document in the media type that the subscription has negotiated
     */
    Body whole(PresentityTransaction transaction, Subscription subscription, long version);

    /**
     * Writes the changes since the document with the previous number.
     *
     * @param changes those that passed {@link #concerns}, in order of first occurrence, at least one
     * @return the document in the media type that the subscription has negotiated
     */
    Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes);

    /** Returns the minimum time between two NOTIFYs of a subscription that are not caused by a SUBSCRIBE; zero for none. */
    default Duration minInterval() {
        return Duration.ZERO;
    }

    /**
     * Returns the action to run when the NOTIFY with a {@link #whole} document is answered with 2xx. Called in the same
     * transaction, directly after the document was written.
     *
     * @return the action, run in a later transaction of the lane, at most once
     */
    default Consumer<PresentityTransaction> whenDelivered(
            PresentityTransaction transaction, Subscription subscription) {
        return later -> {};
    }

    /** Returns whether a subscription's watcher is notified of a change. */
    default boolean concerns(Subscription subscription, EventChange change) {
        return true;
    }
}
