package org.sippresence.service;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.Subscriptions;

/**
 * Processes a SUBSCRIBE: waits for the rules if necessary, decides it in the presentity's lane, reports the outcome after the
 * commit, then notifies the watcher. Thread-safe.
 */
public final class SubscribeService {

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final AuthorizationCache authorizationCache;
    private final Notifier notifier;
    private volatile BiConsumer<PresentityTransaction, Subscription> onInitialSubscription =
            (transaction, subscription) -> {};

    public SubscribeService(
            Presentities presentities,
            Subscriptions subscriptions,
            AuthorizationCache authorizationCache,
            Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.authorizationCache = Objects.requireNonNull(authorizationCache, "authorizationCache");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /**
     * Sets the listener that is called with each new subscription, in the transaction that creates it. There is one listener; it
     * must be set before the first request.
     */
    public void onInitialSubscription(BiConsumer<PresentityTransaction, Subscription> listener) {
        this.onInitialSubscription = listener;
    }

    /** Decides a request outside a dialog whose event package and domain are served here. */
    public void subscribe(SubscribeCommand command, ResultListener<SubscribeOutcome> listener) {
        if (isRefused(command, listener)) {
            return;
        }
        CompletableFuture<Void> rules = authorizationCache.prepare(command.presentity());
        if (authorizationCache.decidesWithoutRules()) {
            decideInitial(command, listener);
        } else {
            CompletableFuture<Void> unused = rules.thenRun(() -> decideInitial(command, listener));
        }
    }

    private void decideInitial(SubscribeCommand command, ResultListener<SubscribeOutcome> listener) {
        Consumer<RuntimeException> failed = failure -> listener.failed(ResultListener.status(failure));
        Consumer<PresentityTransaction> work = transaction -> {
            SubscribeOutcome outcome = subscriptions.subscribe(
                    command, transaction.subscriptions(), authorizationCache.of(transaction), transaction.now());
            if (isFetch(command) && outcome instanceof Accepted accepted) {
                notifier.prepare(transaction, accepted.subscription());
            }
            respondAndNotify(transaction, outcome, listener);
            if (outcome instanceof Accepted accepted) {
                onInitialSubscription.accept(transaction, accepted.subscription());
            }
        };
        if (isFetch(command)) { // a fetch stores nothing
            presentities.execute(command.presentity(), work, failed);
        } else {
            presentities.executeChange(command.presentity(), work, failed);
        }
    }

    private static boolean isFetch(SubscribeCommand command) {
        return command.expires().orElse(1) == 0;
    }

    /** Decides a request within a dialog: a refresh or the end of the subscription. */
    public void subscribeInDialog(SubscribeCommand command, ResultListener<SubscribeOutcome> listener) {
        if (isRefused(command, listener)) {
            return;
        }
        CompletableFuture<Void> unused = authorizationCache
                .prepare(command.presentity())
                .thenRun(() -> presentities.executeChange(
                        command.presentity(),
                        transaction -> respondAndNotify(
                                transaction,
                                subscriptions.resubscribe(command, transaction.subscriptions(), transaction.now()),
                                listener),
                        failure -> listener.failed(ResultListener.status(failure))));
    }

    private boolean isRefused(SubscribeCommand command, ResultListener<SubscribeOutcome> listener) {
        if (presentities.isOverloaded(command.presentity())) {
            listener.failed(503);
            return true;
        }
        return false;
    }

    private void respondAndNotify(
            PresentityTransaction transaction, SubscribeOutcome outcome, ResultListener<SubscribeOutcome> listener) {
        if (outcome instanceof Rejected) {
            listener.decided(outcome);
            return;
        }
        Accepted accepted = (Accepted) outcome;
        Subscription subscription = accepted.subscription();
        if (subscription.state() instanceof Pending) {
            transaction.recordDecision(subscription);
        }
        transaction.onCommit(later -> listener.decided(accepted));
        transaction.onCommit(later -> notifier.notifyImmediately(later, subscription));
        transaction.onFailure(() -> listener.failed(ResultListener.unwritten(presentities)));
    }
}
