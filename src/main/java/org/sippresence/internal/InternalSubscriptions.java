package org.sippresence.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
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
import org.sippresence.subscription.Accept;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Watcher;

/**
 * Subscriptions of in-process watchers, such as a resource list server, without SIP (SER's
 * {@code accept_internal_subscriptions}). The presentity's rules decide about them as about all others, watcher information
 * includes them, and NOTIFYs have the same order. They end with the process. Thread-safe.
 */
public final class InternalSubscriptions {

    private static final String HERE = "sip:internal.invalid";

    private final SubscribeService subscribing;
    private final EventPackages packages;
    private final InternalSender sender;
    private final boolean accepts;
    private final RandomIdentifiers tags = new RandomIdentifiers("");

    /**
     * Creates the entry point, which calls the same services as SUBSCRIBE requests.
     *
     * @param accepts whether internal subscriptions are enabled; if not, all are rejected with 403
     */
    public InternalSubscriptions(
            SubscribeService subscribing, EventPackages packages, InternalSender sender, boolean accepts) {
        this.subscribing = Objects.requireNonNull(subscribing, "subscribing");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.accepts = accepts;
    }

    /**
     * The parameters of a subscription.
     *
     * @param accept media types in order of preference; empty for the event package's default
     */
    public record SubscribeRequest(Aor watcher, Aor presentity, EventName event, List<MediaType> accept) {
        public SubscribeRequest {
            Objects.requireNonNull(watcher, "watcher");
            Objects.requireNonNull(presentity, "presentity");
            Objects.requireNonNull(event, "event");
            accept = List.copyOf(accept);
        }
    }

    /**
     * Subscribes.
     *
     * @param listener receives every NOTIFY, in order, in the presentity's lane: it must return at once. The first one follows
     *     the completion of the future, the last one has the state {@code terminated}
     * @return completed after the commit; fails with {@link UnavailableException}
     */
    public CompletableFuture<Outcome> subscribe(SubscribeRequest request, Duration expires, Consumer<Notify> listener) {
        if (!accepts) {
            return refused(Rejection.of(403, "accept_internal_subscriptions is 0"));
        }
        if (packages.find(request.event()).isEmpty()) {
            return refused(Rejection.of(489, "Bad Event", "Allow-Events", packages.allowEvents()));
        }
        Handle handle = new Handle(request);
        sender.listen(handle.dialog, listener);
        return handle.send(expires, true);
    }

    private static CompletableFuture<Outcome> refused(Rejection rejection) {
        return CompletableFuture.completedFuture(new Outcome.Refused(rejection));
    }

    /** The result of a subscription request. */
    public sealed interface Outcome {

        /**
         * Accepted.
         *
         * @param expires seconds until it ends unless it is refreshed
         */
        record Subscribed(Handle handle, int expires) implements Outcome {}

        record Refused(Rejection rejection) implements Outcome {}
    }

    /** One subscription. Thread-safe; its requests are decided in order. */
    public final class Handle {

        private final SubscribeRequest request;
        private final DialogId dialog = new DialogId(tags.next(), tags.next(), tags.next());
        private final AtomicLong cseq = new AtomicLong();

        private Handle(SubscribeRequest request) {
            this.request = request;
        }

        /** Refreshes the subscription; a NOTIFY with the full state follows. Rejected with 481 if the subscription has ended. */
        public CompletableFuture<Outcome> refresh(Duration expires) {
            return send(expires, false);
        }

        /** Ends the subscription; a last NOTIFY follows. */
        public CompletableFuture<Outcome> end() {
            return send(Duration.ZERO, false);
        }

        private CompletableFuture<Outcome> send(Duration expires, boolean first) {
            CompletableFuture<SubscribeOutcome> decided = new CompletableFuture<>();
            CompletableFuture<Outcome> result = decided.whenComplete((outcome, failure) -> {
                        if (outcome instanceof Rejected || (failure != null && first)) {
                            sender.forget(dialog);
                        }
                    })
                    .thenApply(this::outcome);
            ResultListener<SubscribeOutcome> listener = ResultListener.completing(decided);
            SubscribeCommand command = command((int) Math.min(expires.toSeconds(), Integer.MAX_VALUE));
            if (first) {
                subscribing.subscribe(command, listener);
            } else {
                subscribing.subscribeInDialog(command, listener);
            }
            return result;
        }

        private Outcome outcome(SubscribeOutcome decision) {
            return decision instanceof Accepted accepted
                    ? new Outcome.Subscribed(this, accepted.expires())
                    : new Outcome.Refused(((Rejected) decision).rejection());
        }

        private SubscribeCommand command(int expires) {
            return new SubscribeCommand(
                    request.presentity,
                    new EventId(request.event, ""),
                    new Watcher(request.watcher, "", ""),
                    new Dialog(
                            dialog,
                            request.presentity.uri(),
                            request.watcher.uri(),
                            HERE,
                            List.of(),
                            HERE,
                            InternalSender.IN_PROCESS,
                            cseq.incrementAndGet()),
                    OptionalInt.of(expires),
                    Accept.of(request.accept),
                    Optional.empty(),
                    Map.of());
        }
    }
}
