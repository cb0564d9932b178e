package org.sippresence.events.winfo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import org.sippresence.model.Aor;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;

/**
 * One watcher in a watcher information document (RFC 3858 section 3).
 *
 * @param id the id of the subscription, a token; constant while the subscription is known
 * @param watcher the authenticated URI of the watcher
 * @param displayName the display name given by the watcher, or empty
 * @param expiration seconds until the subscription ends unless it is refreshed
 * @param subscribed seconds since the SUBSCRIBE that created it
 */
record WatcherElement(
        String id,
        Aor watcher,
        SubscriptionState state,
        SubscriptionEvent event,
        String displayName,
        OptionalLong expiration,
        OptionalLong subscribed) {

    /** Returns the name of the event that caused the last change of state (RFC 3857 section 4.7.1). */
    String eventName() {
        return switch (event) {
            case SUBSCRIBED, RECONSIDERED -> "subscribe"; // pending again, for which the RFC has no other event
            default -> event.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Describes a subscription in its current or final state. */
    static WatcherElement of(Subscription subscription, Instant now) {
        SubscriptionState state = subscription.state();
        boolean alive = state instanceof Active || state instanceof Pending;
        return new WatcherElement(
                subscription.id(),
                subscription.watcher().aor(),
                state,
                subscription.lifecycle().last(),
                subscription.watcher().displayName(),
                alive ? OptionalLong.of(seconds(now, subscription.expires())) : OptionalLong.empty(),
                OptionalLong.of(seconds(subscription.lifecycle().since(), now)));
    }

    /** Describes an offline watcher of which no subscription exists any more. */
    static WatcherElement of(OfflineWatcher watcher, String id, Instant now) {
        return new WatcherElement(
                id,
                watcher.watcher(),
                new Pending(),
                SubscriptionEvent.SUBSCRIBED,
                "",
                OptionalLong.empty(),
                OptionalLong.of(seconds(watcher.since(), now)));
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
