package org.sippresence.presentity.memory;

import java.util.Objects;
import org.sippresence.model.EventId;
import org.sippresence.subscription.Subscription.Wish;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;

/**
 * What very many subscriptions have in common.
 *
 * @param event without its id parameter
 * @param means how their watchers reach us
 */
record SubscriptionProfile(EventId event, SubscriptionState state, SubscriptionEvent last, Wish wish, Means means) {

    SubscriptionProfile {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(last, "last");
        Objects.requireNonNull(wish, "wish");
        Objects.requireNonNull(means, "means");
    }

    /**
     * By which program and over which way.
     *
     * @param localContact our Contact URI
     */
    record Means(String userAgent, String localContact, String transport) {}
}
