package org.sippresence.notification;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.sippresence.model.Body;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;

/**
 * Writes the documents of an event package that makes them for each subscription: numbered from 0, one by one, whole at first
 * and then with what has changed (as those of RFC 3858 and RFC 3680). After a SUBSCRIBE, a NOTIFY that was not answered with
 * 2xx, or a restart the next one is whole again; after a crash numbers may jump up. Called in the presentity's lane; must not block.
 */
public interface Reporter {

    /**
     * All that the subscription's watcher may know now.
     *
     * @return in the media type that the subscription has negotiated
     */
    Body whole(PresentityTransaction transaction, Subscription subscription, long version);

    /**
     * What has changed since the document with the number before.
     *
     * @param changes those that {@link #concerns} let through, in the order in which they first came, at least one
     * @return in the media type that the subscription has negotiated
     */
    Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes);

    /** The least time between two NOTIFYs of a subscription that no SUBSCRIBE asked for; zero for none. */
    default Duration minInterval() {
        return Duration.ZERO;
    }

    /**
     * What is to be done when the NOTIFY with a {@link #whole} document was answered with 2xx. Asked for in the same turn, right
     * after the document was written.
     *
     * @return to be run in a later turn of the lane, at most once
     */
    default Consumer<PresentityTransaction> whenDelivered(
            PresentityTransaction transaction, Subscription subscription) {
        return later -> {};
    }

    /** Whether a subscription's watcher is told of a change. */
    default boolean concerns(Subscription subscription, EventChange change) {
        return true;
    }
}
