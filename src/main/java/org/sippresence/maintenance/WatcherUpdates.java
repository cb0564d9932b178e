package org.sippresence.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sippresence.authorization.Authorizer;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Reauthorizer;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.Subscriptions;

/**
 * Notifies the watchers of a presentity after an external change of its rules or its state. Callable from any thread; a future is
 * completed in the presentity's lane, after the commit where something was written, and fails with
 * {@link java.io.UncheckedIOException} on a database failure.
 */
public final class WatcherUpdates {

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final AuthorizationCache authorizationCache;
    private final Reauthorizer reauthorizer;
    private final Notifier notifier;

    public WatcherUpdates(
            Presentities presentities,
            Subscriptions subscriptions,
            AuthorizationCache authorizationCache,
            Reauthorizer reauthorizer,
            Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.authorizationCache = Objects.requireNonNull(authorizationCache, "authorizationCache");
        this.reauthorizer = Objects.requireNonNull(reauthorizer, "reauthorizer");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /**
     * Sends every watcher a NOTIFY of the current state (Kamailio's {@code refreshWatchers}).
     *
     * @param refreshType 0: the rules were changed externally, so they are reloaded and watchers are reauthorized first; any
     * other value: the stored state was changed, so the presentity is reloaded from the database first
     * @return the number of notified subscriptions; 0 for an unknown presentity
     */
    public CompletableFuture<Integer> refreshWatchers(Aor presentity, EventName event, int refreshType) {
        return refreshType == 0
                ? withNewRules(presentity, transaction -> reauthorizeAndNotify(transaction, event))
                : presentities.reload(presentity, transaction -> {
                    notifier.reauthorizeIfStale(transaction); // a reload of the state includes the documents
                    return notifyWatchers(transaction, event);
                });
    }

    /**
     * Reloads the rules and reauthorizes every watcher; only those whose subscription or view changes get a NOTIFY (Kamailio's
     * {@code pres_update_watchers}).
     *
     * @return the number of subscriptions whose state has changed
     */
    public CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event) {
        return withNewRules(presentity, transaction -> reauthorizer.reauthorizeAll(transaction, event));
    }

    private CompletableFuture<Integer> withNewRules(Aor presentity, Function<PresentityTransaction, Integer> work) {
        return authorizationCache
                .refresh(presentity)
                .thenCompose(ready -> presentities.reloadDocuments(presentity, work));
    }

    private int reauthorizeAndNotify(PresentityTransaction transaction, EventName event) {
        authorizationCache.forget(
                transaction.presentity()); // all are notified below, and changed views must not cause a second NOTIFY
        Authorizer authorizer = authorizationCache.of(transaction);
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            subscriptions
                    .reauthorize(each, transaction.subscriptions(), authorizer)
                    .ifPresent(changed -> {
                        transaction.recordDecision(changed);
                        if (changed.state() instanceof Terminated) {
                            transaction.onCommit(later -> notifier.notifyImmediately(later, changed));
                        }
                    });
        }
        transaction.onCommit(later -> notifyWatchers(later, event));
        return transaction.subscriptions().subscriptions(event).size();
    }

    private int notifyWatchers(PresentityTransaction transaction, EventName event) {
        List<Subscription> all = List.copyOf(transaction.subscriptions().subscriptions(event));
        all.forEach(each -> notifier.notifyImmediately(transaction, each));
        return all.size();
    }
}
