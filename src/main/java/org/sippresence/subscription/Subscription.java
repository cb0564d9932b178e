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
        Wish wish,
        Course course) {

    public Subscription {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(wish, "wish");
        Objects.requireNonNull(course, "course");
    }

    /**
     * What the watcher has requested.
     *
     * @param accept the media type of its NOTIFYs, negotiated from Accept
     * @param body the body of the SUBSCRIBE, for event packages that read one; checked by its package
     * @param parameters parameters of its Event header, for event packages that read some
     */
    public record Wish(MediaType accept, Optional<Body> body, Map<String, String> parameters) {

        public Wish {
            Objects.requireNonNull(accept, "accept");
            Objects.requireNonNull(body, "body");
            parameters = Map.copyOf(parameters);
        }

        public Wish(MediaType accept, Optional<Body> body) {
            this(accept, body, Map.of());
        }

        /** Returns a request for everything in this media type. */
        public static Wish of(MediaType accept) {
            return new Wish(accept, Optional.empty());
        }
    }

    /**
     * The lifecycle of a subscription.
     *
     * @param since time of creation
     * @param expires when it ends unless it is refreshed
     * @param last the event of its last change of state
     */
    public record Course(Instant since, Instant expires, SubscriptionEvent last) {

        public Course {
            Objects.requireNonNull(since, "since");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(last, "last");
        }
    }

    /** Returns the media type of its NOTIFYs. */
    public MediaType accept() {
        return wish.accept();
    }

    /** Returns when it ends unless it is refreshed. */
    public Instant expires() {
        return course.expires();
    }

    /** Returns a copy in the state that results from the event. */
    public Subscription with(SubscriptionState newState, SubscriptionEvent event) {
        Course went = new Course(course.since(), course.expires(), event);
        return new Subscription(id, presentity, this.event, watcher, dialog, newState, wish, went);
    }

    /** Returns a copy in the waiting state until the given time; its dialog is over. */
    Subscription waitingUntil(Instant giveup) {
        Course goes = new Course(course.since(), giveup, SubscriptionEvent.TIMEOUT);
        return new Subscription(
                id, presentity, event, watcher, dialog.over(), new SubscriptionState.Waiting(), wish, goes);
    }

    /** Returns a copy with the values of a refreshing SUBSCRIBE. */
    public Subscription refreshed(Dialog newDialog, Wish newWish, Instant newExpires) {
        Course goes = new Course(course.since(), newExpires, course.last());
        return new Subscription(id, presentity, event, watcher, newDialog, state, newWish, goes);
    }
}
