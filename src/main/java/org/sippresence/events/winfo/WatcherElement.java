package org.sippresence.events.winfo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import org.sippresence.model.Aor;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

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
        Status status,
        Event event,
        String displayName,
        OptionalLong expiration,
        OptionalLong subscribed) {

    WatcherElement {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(expiration, "expiration");
        Objects.requireNonNull(subscribed, "subscribed");
    }

    /** The states of RFC 3857 section 4.7.1. */
    enum Status {
        PENDING,
        ACTIVE,
        WAITING,
        TERMINATED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The events that cause changes of state (RFC 3857 section 4.7.1). */
    enum Event {
        SUBSCRIBE,
        APPROVED,
        DEACTIVATED,
        PROBATION,
        REJECTED,
        TIMEOUT,
        GIVEUP,
        NORESOURCE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Describes a subscription in its current or final state. */
    static WatcherElement of(Subscription subscription, Instant now) {
        Status status = status(subscription);
        boolean alive = status == Status.ACTIVE || status == Status.PENDING;
        return new WatcherElement(
                subscription.id(),
                subscription.watcher().aor(),
                status,
                event(subscription.lifecycle().last()),
                subscription.watcher().displayName(),
                alive ? OptionalLong.of(seconds(now, subscription.expires())) : OptionalLong.empty(),
                OptionalLong.of(seconds(subscription.lifecycle().since(), now)));
    }

    /** Describes an offline watcher of which no subscription exists any more. */
    static WatcherElement of(OfflineWatcher watcher, String id, Instant now) {
        return new WatcherElement(
                id,
                watcher.watcher(),
                Status.PENDING,
                Event.SUBSCRIBE,
                "",
                OptionalLong.empty(),
                OptionalLong.of(seconds(watcher.since(), now)));
    }

    private static Status status(Subscription subscription) {
        if (subscription.state() instanceof Active) {
            return Status.ACTIVE;
        }
        if (subscription.state() instanceof Pending) {
            return Status.PENDING;
        }
        if (subscription.state() instanceof Waiting) {
            return Status.WAITING;
        }
        if (subscription.state() instanceof Terminated) {
            return Status.TERMINATED;
        }
        throw new IllegalArgumentException("no state of RFC 3857: " + subscription.state());
    }

    private static Event event(SubscriptionEvent event) {
        return switch (event) {
            case SUBSCRIBED, RECONSIDERED -> Event.SUBSCRIBE; // pending again, for which the RFC has no other event
            case APPROVED -> Event.APPROVED;
            case REJECTED -> Event.REJECTED;
            case TIMEOUT -> Event.TIMEOUT;
            case GIVEUP -> Event.GIVEUP;
            case DEACTIVATED -> Event.DEACTIVATED;
            case NORESOURCE -> Event.NORESOURCE;
        };
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
