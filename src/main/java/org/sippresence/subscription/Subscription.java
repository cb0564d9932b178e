package org.sippresence.subscription;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.model.MediaType;

/**
 * A subscription with its dialog (RFC 6665 section 4.2).
 *
 * @param id internal id, at most 64 characters, unique over all subscriptions
 * @param presentity the presentity whose state is watched
 */
public record Subscription(
        String id,
        Aor presentity,
        EventId event,
        Watcher watcher,
        Dialog dialog,
        SubscriptionState state,
        Preferences preferences,
        Lifecycle lifecycle) {

    public Subscription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(preferences, "preferences");
        Objects.requireNonNull(lifecycle, "lifecycle");
    }

    /**
     * What the watcher has requested.
     *
     * @param accept the media type of its NOTIFYs, negotiated from Accept
     * @param body the body of the SUBSCRIBE, for event packages that read one; checked by its package
     * @param parameters parameters of its Event header, for event packages that read some
     */
    public record Preferences(MediaType accept, Optional<Body> body, Map<String, String> parameters) {

        public Preferences {
            Objects.requireNonNull(accept, "accept");
            Objects.requireNonNull(body, "body");
            parameters = Map.copyOf(parameters);
        }
    }

    /**
     * The lifecycle of a subscription.
     *
     * @param since time of creation
     * @param expires when it ends unless it is refreshed
     * @param last the event of its last change of state
     */
    public record Lifecycle(Instant since, Instant expires, SubscriptionEvent last) {

        public Lifecycle {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(last, "last");
        }
    }

    /** Returns the media type of its NOTIFYs. */
    public MediaType accept() {
        return preferences.accept();
    }

    /** Returns when it ends unless it is refreshed. */
    public Instant expires() {
        return lifecycle.expires();
    }

    /** Returns a copy in the state that results from the event. */
    public Subscription with(SubscriptionState newState, SubscriptionEvent event) {
        Lifecycle went = new Lifecycle(lifecycle.since(), lifecycle.expires(), event);
        return new Subscription(id, presentity, this.event, watcher, dialog, newState, preferences, went);
    }

    /** Returns a copy in the waiting state until the given time; its dialog is over. */
    Subscription waitingUntil(Instant giveup) {
        Lifecycle goes = new Lifecycle(lifecycle.since(), giveup, SubscriptionEvent.TIMEOUT);
        return new Subscription(
                id, presentity, event, watcher, dialog.over(), new SubscriptionState.Waiting(), preferences, goes);
    }

    /** Returns a copy with the values of a refreshing SUBSCRIBE. */
    public Subscription refreshed(Dialog newDialog, Preferences newPreferences, Instant newExpires) {
        Lifecycle goes = new Lifecycle(lifecycle.since(), newExpires, lifecycle.last());
        return new Subscription(id, presentity, event, watcher, newDialog, state, newPreferences, goes);
    }
}
