package org.sippresence.subscription;

import java.util.Collection;
import java.util.Optional;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;

/**
 * The live subscriptions to one presentity, for one turn of its lane. What is written is seen by the next read at once and
 * is durable when the turn is committed. Not thread-safe.
 */
public interface SubscriptionStore {

    /** Those of all event packages. */
    Collection<Subscription> subscriptions();

    /** Those of one event package. */
    Collection<Subscription> subscriptions(EventName event);

    Optional<Subscription> find(DialogId dialog);

    /** Adds a subscription or replaces the one with the same id. */
    void save(Subscription subscription);

    void remove(Subscription subscription);
}
