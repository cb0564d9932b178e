package org.sippresence.presentity.memory;

import org.sippresence.model.EventId;
import org.sippresence.model.Flow;
import org.sippresence.subscription.Subscription.Preferences;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;

/**
 * The values that many subscriptions have in common.
 *
 * @param event without its id parameter
 * @param userAgent the user agent and the transport of the watchers
 */
record SubscriptionProfile(
        EventId event, SubscriptionState state, SubscriptionEvent last, Preferences preferences, UserAgent userAgent) {

    /**
     * User agent, local Contact and transport.
     *
     * @param localContact the local Contact URI
     * @param arrival transport and local address of the flow
     */
    record UserAgent(String userAgent, String localContact, Flow arrival) {}
}
