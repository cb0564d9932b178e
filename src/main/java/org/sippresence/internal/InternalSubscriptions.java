package org.sippresence.internal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.model.UnavailableException;
import org.sippresence.notification.Notify;
import org.sippresence.service.ResultListener;
import org.sippresence.service.SubscribeService;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Watcher;

/**
 * Subscriptions of what runs in the same process, such as a resource list server, without SIP (the seed's
 * {@code accept_internal_subscriptions}). The presentity's rules decide about their watchers as about all others, watcher
 * information shows them, and they are told in the same order. They end with the process. Thread-safe.
 */
public final class InternalSubscriptions {

    private static final String HERE = "sip:internal.invalid";

    private final SubscribeService subscribing;
    private final EventPackages packages;
    private final InternalSender sender;
    private final boolean accepts;
    private final RandomIdentifiers tags = new RandomIdentifiers("");

    /**
     * Subscribes through the same services as SUBSCRIBE requests.
     *
     * @param accepts whether there may be any; if not, all are refused with 403
     */
    public InternalSubscriptions(
            SubscribeService subscribing, EventPackages packages, InternalSender sender, boolean accepts) {
        this.subscribing = Objects.requireNonNull(subscribing, "subscribing");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.accepts = accepts;
    }

    /**
     * Who wants to know what.
     *
     * @param accept media types in order of preference; empty for the event package's own
     */
    public record Wish(Aor watcher, Aor presentity, EventName event, List<MediaType> accept) {
        public Wish {
            Objects.requireNonNull(watcher, "watcher");
            Objects.requireNonNull(presentity, "presentity");
            Objects.requireNonNull(event, "event");
            accept = List.copyOf(accept);
        }
    }

    /**
     * Subscribes.
     *
     * @param listener gets every NOTIFY, one after another, in the presentity's lane: it must return at once. The first one
     *     comes after the future is completed, the last one says {@code terminated}
     * @return completed after the commit; fails with {@link UnavailableException}
     */
    public CompletableFuture<Outcome> subscribe(Wish wish, Duration expires, Consumer<Notify> listener) {
        if (!accepts) {
            return refused(Rejection.of(403, "accept_internal_subscriptions is 0"));
        }
        if (packages.find(wish.event()).isEmpty()) {
            return refused(Rejection.of(489, "Bad Event", "Allow-Events", packages.allowEvents()));
        }
        Handle handle = new Handle(wish);
        sender.listen(handle.dialog, listener);
        return handle.send(expires, true);
    }

    private static CompletableFuture<Outcome> refused(Rejection rejection) {
        return CompletableFuture.completedFuture(new Outcome.Refused(rejection));
    }

    /** How a subscription went. */
    public sealed interface Outcome {

        /**
         * Accepted.
         *
         * @param expires seconds until it ends unless it is refreshed
         */
        record Subscribed(Handle handle, int expires) implements Outcome {}

        record Refused(Rejection rejection) implements Outcome {}
    }

    /** One subscription. Thread-safe; requests are decided one after another. */
    public final class Handle {

        private final Wish wish;
        private final DialogId dialog = new DialogId(tags.next(), tags.next(), tags.next());
        private final AtomicLong cseq = new AtomicLong();

        private Handle(Wish wish) {
            this.wish = wish;
        }

        /** Refreshes it; its watcher is told the state once more. Refused with 481 if it is over. */
        public CompletableFuture<Outcome> refresh(Duration expires) {
            return send(expires, false);
        }

        /** Ends it; a last NOTIFY comes. */
        public CompletableFuture<Outcome> end() {
            return send(Duration.ZERO, false);
        }

        private CompletableFuture<Outcome> send(Duration expires, boolean first) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            Answered requesting = new Answered(this, outcome);
            SubscribeCommand command = command((int) Math.min(expires.toSeconds(), Integer.MAX_VALUE));
            if (first) {
                subscribing.subscribe(command, requesting);
            } else {
                subscribing.subscribeInDialog(command, requesting);
            }
            return outcome;
        }

        private SubscribeCommand command(int expires) {
            return new SubscribeCommand(
                    wish.presentity,
                    new EventId(wish.event, ""),
                    new Watcher(wish.watcher, "", ""),
                    new Dialog(
                            dialog,
                            wish.presentity.uri(),
                            wish.watcher.uri(),
                            HERE,
                            List.of(),
                            HERE,
                            InternalSender.INSIDE,
                            cseq.incrementAndGet()),
                    OptionalInt.of(expires),
                    wish.accept,
                    Optional.empty());
        }
    }

    private final class Answered implements ResultListener<SubscribeOutcome> {

        private final Handle handle;
        private final CompletableFuture<Outcome> outcome;

        Answered(Handle handle, CompletableFuture<Outcome> outcome) {
            this.handle = handle;
            this.outcome = outcome;
        }

        @Override
        public void decided(SubscribeOutcome decision) {
            if (decision instanceof Rejected rejected) {
                sender.forget(handle.dialog);
                outcome.complete(new Outcome.Refused(rejected.rejection()));
            } else {
                outcome.complete(new Outcome.Subscribed(handle, ((Accepted) decision).expires()));
            }
        }

        @Override
        public void failed(int status) {
            if (handle.cseq.get() == 1) {
                sender.forget(handle.dialog);
            }
            outcome.completeExceptionally(new UnavailableException(status));
        }
    }
}
