package org.sippresence.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;

/**
 * The live subscriptions to one presentity within a transaction. A write is visible to the next read immediately and durable
 * after the commit. Not thread-safe.
 */
public interface SubscriptionStore {

    /** Returns the subscriptions to all event packages. */
    Collection<Subscription> subscriptions();

    /** Returns the subscriptions to one event package. */
    Collection<Subscription> subscriptions(EventName event);

    /** Returns the subscriptions of one watcher to one event package, whatever the id parameter of the event. */
    Collection<Subscription> subscriptions(EventName event, Aor watcher);

    /** Returns a cheap upper bound of the number of subscriptions of one watcher to one event package. */
    int countAtMost(EventName event, Aor watcher);

    /** Returns the number of subscriptions of one watcher to all cached presentities, or slightly more. */
    int countAtMost(Aor watcher);

    /**
     * Returns the number of watched-only presentities that are counted together with this one if a first subscription would add
     * it to them; otherwise 0.
     */
    long countOnlyWatched();

    /**
     * Returns the number of subscriptions to all presentities that are counted together with this one: those of its domain if
     * that has a limit of its own, otherwise those of all other domains.
     */
    long countInDomain();

    /** Returns whether the presentity is known by more than its subscriptions; may read the database. */
    boolean isPresentityKnown();

    /** Returns the waiting subscriptions of all event packages. */
    Collection<Subscription> waiting();

    /** Returns the waiting subscriptions of one watcher. */
    Collection<Subscription> waiting(Aor watcher);

    /** Returns the expired subscriptions. */
    Collection<Subscription> over(Instant now);

    Optional<Subscription> find(DialogId dialog);

    /**
     * Finds the subscription created by an identical SUBSCRIBE: same Call-ID, remote tag, CSeq and event, but another dialog.
     * This happens if the server crashed after the commit and before the 200, and the subscriber retransmitted its request.
     */
    Optional<Subscription> findSameRequest(Subscription subscription);

    /** Adds a subscription or replaces the one with the same id. */
    void save(Subscription subscription);

    /**
     * Removes the subscription with the same id; does nothing if there is none.
     *
     * @param subscription the subscription in its final state
     */
    void remove(Subscription subscription);
}
