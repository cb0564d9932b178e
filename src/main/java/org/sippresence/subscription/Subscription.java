package org.sippresence.subscription;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.model.MediaType;

/**
 * One subscription with the dialog it lives in (RFC 6665 section 4.2).
 *
 * @param id ours, at most 64 characters, unique over all subscriptions
 * @param presentity whose state is watched
 * @param accept the media type that its NOTIFYs carry, negotiated from Accept
 * @param expires when it ends unless it is refreshed
 */
public record Subscription(
        String id,
        Aor presentity,
        EventId event,
        Watcher watcher,
        Dialog dialog,
        SubscriptionState state,
        MediaType accept,
        Instant expires) {

    public Subscription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(accept, "accept");
        Objects.requireNonNull(expires, "expires");
    }

    public Subscription with(SubscriptionState newState) {
        return new Subscription(id, presentity, event, watcher, dialog, newState, accept, expires);
    }

    /** After a refresh: the same subscription with what the SUBSCRIBE brought. */
    public Subscription refreshed(Dialog newDialog, MediaType newAccept, Instant newExpires) {
        return new Subscription(id, presentity, event, watcher, newDialog, state, newAccept, newExpires);
    }
}
