package org.sippresence.notification;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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

    /** Decides a request outside a dialog, whose event package and domain are known to be served. */
    public void first(SubscribeCommand command, Requesting<SubscribeOutcome> requesting) {
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

    private void decideFirst(SubscribeCommand command, Requesting<SubscribeOutcome> requesting) {
        Consumer<RuntimeException> failed = failure -> requesting.failed(Requesting.status(failure));
        Consumer<Turn> work = turn -> {
            SubscribeOutcome outcome =
                    subscriptions.subscribe(command, turn.subscriptions(), rulings.of(turn), turn.now());
            if (isFetch(command) && outcome instanceof Accepted accepted) {
                notifier.prepare(turn, accepted.subscription());
            }
            finish(turn, outcome, requesting);
            if (outcome instanceof Accepted accepted) {
                onFirst.accept(turn, accepted.subscription());
            }
        };
        if (isFetch(command)) { // a fetch stores nothing
            presentities.turn(command.presentity(), work, failed);
        } else {
            presentities.turnToChange(command.presentity(), work, failed);
        }
    }

    private static boolean isFetch(SubscribeCommand command) {
        return command.expires().orElse(1) == 0;
    }

    /** Decides a request within a dialog: a refresh or the end. */
    public void again(SubscribeCommand command, Requesting<SubscribeOutcome> requesting) {
        if (isRefused(command, requesting)) {
            return;
        }
        CompletableFuture<Void> unused = rulings.prepare(command.presentity())
                .thenRun(() -> presentities.turnToChange(
                        command.presentity(),
                        turn -> finish(
                                turn, subscriptions.resubscribe(command, turn.subscriptions(), turn.now()), requesting),
                        failure -> requesting.failed(Requesting.status(failure))));
    }

    private boolean isRefused(SubscribeCommand command, Requesting<SubscribeOutcome> requesting) {
        if (presentities.isOverloaded(command.presentity())) {
            requesting.failed(503);
            return true;
        }
        return false;
    }

    private void finish(Turn turn, SubscribeOutcome outcome, Requesting<SubscribeOutcome> requesting) {
        if (outcome instanceof Rejected) {
            requesting.decided(outcome);
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Subscription subscription = accepted.subscription();
        if (subscription.state() instanceof Pending) {
            turn.recordDecision(subscription);
        }
        turn.onCommit(later -> requesting.decided(accepted));
        turn.onCommit(later -> notifier.tell(later, subscription));
        turn.onFailure(() -> requesting.failed(Requesting.unwritten(presentities)));
    }
}
