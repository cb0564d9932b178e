package org.sippresence.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;
import org.sippresence.subscription.SubscriptionState.Waiting;

/**
 * The live subscriptions to one presentity, for one turn of its lane. What is written is seen by the next read at once and
 * is durable when the turn is committed. Not thread-safe.
 */
public interface SubscriptionStore {

    /** Those of all event packages. */
    Collection<Subscription> subscriptions();

    /** Those of one event package. */
    Collection<Subscription> subscriptions(EventName event);

    /** Those of one watcher to one event package, whatever the id parameter of the event. */
    default Collection<Subscription> subscriptions(EventName event, Aor watcher) {
        return subscriptions(event).stream()
                .filter(each -> each.watcher().aor().equals(watcher))
                .toList();
    }

    /** As many as there are of one watcher to one event package, or more: cheap to tell. */
    default int countAtMost(EventName event, Aor watcher) {
        return subscriptions(event, watcher).size();
    }

    /** As many as there are of one watcher to all presentities that are in memory, or a few more. */
    int countAtMost(Aor watcher);

    /**
     * As many presentities as are there only because they are watched, if a first subscription makes this one another of them;
     * otherwise 0.
     */
    default long countOnlyWatched() {
        return 0;
    }

    /** Whether somebody else than watchers knows of the presentity; may read from the database. */
    default boolean isPresentityKnown() {
        return true;
    }

    /** Those who only wait, of all event packages. */
    default Collection<Subscription> waiting() {
        return subscriptions().stream()
                .filter(each -> each.state() instanceof Waiting)
                .toList();
    }

    /** Those of one watcher who only wait. */
    default Collection<Subscription> waiting(Aor watcher) {
        return waiting().stream()
                .filter(each -> each.watcher().aor().equals(watcher))
                .toList();
    }

    /** Those whose time is over. */
    default Collection<Subscription> over(Instant now) {
        return subscriptions().stream()
                .filter(each -> !each.expires().isAfter(now))
                .toList();
    }

    Optional<Subscription> find(DialogId dialog);

    /**
     * A subscription that the very same SUBSCRIBE made: same Call-ID, subscriber's tag, CSeq and event, but another dialog,
     * because the 200 was lost with the server after the commit and the subscriber sent its request again.
     */
    Optional<Subscription> findSameRequest(Subscription subscription);

    /** Adds a subscription or replaces the one with the same id. */
    void save(Subscription subscription);

    /**
     * Removes the subscription with the same id; nothing happens if there is none.
     *
     * @param subscription as it ended
     */
    void remove(Subscription subscription);
}
