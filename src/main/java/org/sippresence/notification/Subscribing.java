package org.sippresence.notification;

import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.Turn;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.Subscriptions;

/**
 * A SUBSCRIBE from its arrival to its NOTIFY: waits for the rules if it must, has it decided in the presentity's lane, tells how it
 * ended after the commit, and then the watcher. Thread-safe.
 */
public final class Subscribing {

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final Rulings rulings;
    private final Notifier notifier;
    private volatile BiConsumer<Turn, Subscription> onFirst = (turn, subscription) -> {};

    public Subscribing(Presentities presentities, Subscriptions subscriptions, Rulings rulings, Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.rulings = Objects.requireNonNull(rulings, "rulings");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /** Names who looks at each new subscription, in the turn that makes it. One listener; to be set before the first request. */
    public void onFirst(BiConsumer<Turn, Subscription> listener) {
        this.onFirst = listener;
    }

    /** Who has sent the request. Exactly one of its methods is called, once, from any thread; it must return at once. */
    public interface Requesting {

        /** Accepted, and that is durable. The first NOTIFY follows. */
        void accepted(Accepted accepted);

        void rejected(Rejected rejected);

        /**
         * It could not be decided, or not be written.
         *
         * @param status 503 if there is too much to do, or no memory; 500 if the database failed
         */
        void failed(int status);
    }

    /** Decides a request outside a dialog, whose event package and domain are known to be served. */
    public void first(SubscribeCommand command, Requesting requesting) {
        if (isRefused(command, requesting)) {
            return;
        }
        CompletableFuture<Void> rules = rulings.prepare(command.presentity());
        if (rulings.decideLater()) {
            decideFirst(command, requesting);
        } else {
            CompletableFuture<Void> unused = rules.thenRun(() -> decideFirst(command, requesting));
        }
    }

    private void decideFirst(SubscribeCommand command, Requesting requesting) {
        presentities.turn(
                command.presentity(),
                turn -> {
                    SubscribeOutcome outcome =
                            subscriptions.subscribe(command, turn.subscriptions(), rulings.of(turn), turn.now());
                    finish(turn, outcome, requesting);
                    if (outcome instanceof Accepted accepted) {
                        onFirst.accept(turn, accepted.subscription());
                    }
                },
                failure -> requesting.failed(status(failure)));
    }

    /** Decides a request within a dialog: a refresh or the end. */
    public void again(SubscribeCommand command, Requesting requesting) {
        if (isRefused(command, requesting)) {
            return;
        }
        CompletableFuture<Void> unused = rulings.prepare(command.presentity())
                .thenRun(() -> presentities.turn(
                        command.presentity(),
                        turn -> finish(
                                turn, subscriptions.resubscribe(command, turn.subscriptions(), turn.now()), requesting),
                        failure -> requesting.failed(status(failure))));
    }

    private boolean isRefused(SubscribeCommand command, Requesting requesting) {
        if (presentities.isOverloaded(command.presentity())) {
            requesting.failed(503);
            return true;
        }
        return false;
    }

    private static int status(RuntimeException failure) {
        return failure instanceof UncheckedIOException ? 500 : 503;
    }

    private void finish(Turn turn, SubscribeOutcome outcome, Requesting requesting) {
        if (outcome instanceof Rejected rejected) {
            requesting.rejected(rejected);
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Subscription subscription = accepted.subscription();
        if (subscription.state() instanceof Pending) {
            turn.recordDecision(subscription);
        }
        turn.onCommit(later -> requesting.accepted(accepted));
        turn.onCommit(later -> notifier.tell(later, subscription));
        turn.onFailure(() -> requesting.failed(500));
    }
}
