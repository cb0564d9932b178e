package org.sippresence.maintenance;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.Subscriptions;

/**
 * Shows and ends subscriptions. Callable from any thread; a future is completed in the presentity's lane, after the commit where
 * something was written, and fails with {@link java.io.UncheckedIOException} on a database failure.
 */
public final class SubscriptionAdministration {

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final Notifier notifier;

    public SubscriptionAdministration(Presentities presentities, Subscriptions subscriptions, Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /** A subscription with the CSeq of its last NOTIFY. */
    public record SubscriptionReport(Subscription subscription, long localCSeq) {}

    /** Returns the live subscriptions to the presentity; of all packages if no event is given. */
    public CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event) {
        return presentities.read(
                presentity,
                transaction -> transaction.subscriptions().subscriptions().stream()
                        .filter(each -> event.isEmpty() || each.event().name().equals(event.get()))
                        .map(each -> report(transaction, each))
                        .toList());
    }

    /** Returns a subscription by its id. */
    public CompletableFuture<Optional<SubscriptionReport>> subscription(String id) {
        return presentities
                .locate(id)
                .map(presentity -> presentities.read(
                        presentity, transaction -> transaction.subscription(id).map(each -> report(transaction, each))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    private static SubscriptionReport report(PresentityTransaction transaction, Subscription subscription) {
        return new SubscriptionReport(
                subscription, transaction.numbering(subscription.id()).last());
    }

    /**
     * Ends a subscription: its watcher gets a last NOTIFY with {@code terminated;reason=deactivated}.
     *
     * @return whether the subscription existed
     */
    public CompletableFuture<Boolean> end(String id) {
        return presentities
                .locate(id)
                .map(presentity -> presentities.change(presentity, transaction -> end(transaction, id)))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private boolean end(PresentityTransaction transaction, String id) {
        Optional<Subscription> found = transaction.subscription(id);
        found.ifPresent(subscription -> {
            Subscription ended =
                    subscriptions.end(subscription, SubscriptionEvent.DEACTIVATED, transaction.subscriptions());
            transaction.onCommit(later -> notifier.notifyImmediately(later, ended));
        });
        return found.isPresent();
    }
}
