package org.sippresence.clientsubscription;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Body;
import org.sippresence.model.DialogId;

/**
 * A NOTIFY that this server received.
 *
 * @param dialog its dialog id; the local tag is from its To header
 * @param event the package in its Event header, without parameters
 * @param peer its sender
 */
public record IncomingNotify(
        DialogId dialog, long cseq, String event, SubscriptionState state, RemotePeer peer, Optional<Body> body) {

    public IncomingNotify {
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(peer, "peer");
        Objects.requireNonNull(body, "body");
    }

    /**
     * The Subscription-State header.
     *
     * @param name {@code active}, {@code pending}, {@code terminated} or an extension, in lower case
     * @param reason in lower case; empty for none
     * @param expires seconds
     * @param retryAfter seconds
     */
    public record SubscriptionState(String name, String reason, OptionalInt expires, OptionalInt retryAfter) {

        public SubscriptionState {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(retryAfter, "retryAfter");
        }

        boolean isTerminated() {
            return name.equals("terminated");
        }
    }
}
