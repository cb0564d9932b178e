package org.sippresence.presentity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.sippresence.model.Aor;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.subscription.Subscription;

/**
 * The listeners for changes of presentities, which are called in the presentity's lane and must not block. Those that receive a
 * transaction are called in one of their own, after the commit effects of the transaction that made the change. All must be added
 * before {@link Presentities#start}.
 */
public final class PresentityListeners {

    final List<Consumer<PresentityTransaction>> expiry = new CopyOnWriteArrayList<>();
    final List<Consumer<PresentityTransaction>> reload = new CopyOnWriteArrayList<>();
    private final List<Consumer<Aor>> published = new CopyOnWriteArrayList<>();
    final List<Consumer<Aor>> documentsForgotten = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<Aor, Boolean>> watched = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<PresentityTransaction, DocumentChange>> document = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<PresentityTransaction, List<RegistrationChange>>> registrations =
            new CopyOnWriteArrayList<>();
    private final List<BiConsumer<PresentityTransaction, List<Subscription>>> subscriptions =
            new CopyOnWriteArrayList<>();

    PresentityListeners() {}

    /** Adds a listener for presentities of which something may have expired: it removes that and notifies the watchers. */
    public void onExpiry(Consumer<PresentityTransaction> listener) {
        expiry.add(listener);
    }

    /** Adds a listener for presentities that were loaded again because a write was lost: watchers may have seen that write. */
    public void onReload(Consumer<PresentityTransaction> listener) {
        reload.add(listener);
    }

    /**
     * Adds a listener for committed changes of publications (saved, refreshed, removed) and for presentities that are reloaded
     * because their rows were changed externally.
     */
    public void onPublished(Consumer<Aor> listener) {
        published.add(listener);
    }

    /**
     * Adds a listener for presentities whose documents are reloaded because they were changed externally: anything derived from
     * them is stale.
     */
    public void onDocumentsForgotten(Consumer<Aor> listener) {
        documentsForgotten.add(listener);
    }

    /**
     * Adds a listener that is called after the commit with {@code true} if a presentity has a subscription, possibly repeatedly,
     * and with {@code false} if it has none any more.
     */
    public void onWatched(BiConsumer<Aor, Boolean> listener) {
        watched.add(listener);
    }

    /** Adds a listener for committed changes of XCAP documents. */
    public void onDocument(BiConsumer<PresentityTransaction, DocumentChange> listener) {
        document.add(listener);
    }

    /** Adds a listener for committed changes of contacts (registered, refreshed, removed). */
    public void onRegistrations(BiConsumer<PresentityTransaction, List<RegistrationChange>> listener) {
        registrations.add(listener);
    }

    /**
     * Adds a listener for committed changes of subscriptions (created, changed in state, ended); it receives their new state in
     * the order of the changes.
     */
    public void onSubscriptionChanges(BiConsumer<PresentityTransaction, List<Subscription>> listener) {
        subscriptions.add(listener);
    }

    void published(Aor presentity) {
        published.forEach(each -> each.accept(presentity));
    }

    /** Handles the commit of a transaction's writes. */
    void committed(PresentityState state, List<Write> writes) {
        boolean isWatched = !state.subscriptions.isEmpty();
        boolean publishes = false;
        boolean subscribes = false;
        for (Write each : writes) {
            publishes |= each instanceof Write.SavePublication || each instanceof Write.RemovePublication;
            subscribes |= isWatched ? each instanceof Write.SaveSubscription : each instanceof Write.RemoveSubscription;
        }
        if (subscribes) {
            watched.forEach(each -> each.accept(state.aor, isWatched));
        }
        if (publishes) {
            published(state.aor);
        }
    }

    /** Returns further effects of a committed transaction, to run after those that it registered itself. */
    List<Consumer<PresentityTransaction>> effects(PresentityTransaction transaction) {
        List<Consumer<PresentityTransaction>> effects = new ArrayList<>(0);
        transaction
                .documentChanges
                .values()
                .forEach(change -> document.forEach(each -> effects.add(later -> each.accept(later, change))));
        if (!transaction.registered.isEmpty()) {
            registrations.forEach(
                    each -> effects.add(later -> each.accept(later, List.copyOf(transaction.registered))));
        }
        if (!transaction.changedSubscriptions.isEmpty()) {
            subscriptions.forEach(
                    each -> effects.add(later -> each.accept(later, List.copyOf(transaction.changedSubscriptions))));
        }
        return effects;
    }
}
