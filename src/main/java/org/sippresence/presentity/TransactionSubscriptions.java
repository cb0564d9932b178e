package org.sippresence.presentity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.presentity.memory.SubscriptionCodec;
import org.sippresence.presentity.memory.ValueInterner;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionStore;

/** The subscriptions to one presentity within a transaction. */
final class TransactionSubscriptions implements SubscriptionStore {

    private final PresentityTransaction transaction;
    private final PresentityState state;
    private final PresentityMemory memory;
    private final DialogIndex dialogs;
    private final ValueInterner shared;

    /** Subscriptions whose records were created for this transaction. */
    private final List<CompactSubscription> opened = new ArrayList<>(2);

    TransactionSubscriptions(PresentityTransaction transaction, PresentityState state, PresentityMemory memory) {
        this.transaction = transaction;
        this.state = state;
        this.memory = memory;
        this.dialogs = memory.dialogs;
        this.shared = memory.shared;
    }

    private Subscription open(CompactSubscription watched) {
        if (!watched.isOpen()) {
            opened.add(watched);
        }
        return watched.subscription();
    }

    /** Ends the transaction's work and releases the records created for it. */
    void close() {
        opened.forEach(CompactSubscription::close);
        opened.clear();
    }

    private List<Subscription> open(List<CompactSubscription> all, Predicate<CompactSubscription> wanted) {
        List<Subscription> found = new ArrayList<>();
        for (CompactSubscription each : all) {
            if (wanted.test(each)) {
                found.add(open(each));
            }
        }
        return found;
    }

    private List<Subscription> open(List<CompactSubscription> all) {
        List<Subscription> opened = new ArrayList<>(all.size());
        all.forEach(each -> opened.add(open(each)));
        return opened;
    }

    @Override
    public Collection<Subscription> subscriptions() {
        return open(state.subscriptions.all());
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event) {
        return open(state.subscriptions.to(event));
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event, Aor watcher) {
        byte[] key = SubscriptionCodec.key(watcher.uri());
        return open(state.subscriptions.to(event), each -> each.isOf(key));
    }

    @Override
    public int countAtMost(EventName event, Aor watcher) {
        return dialogs.countOf(watcher, state.aor);
    }

    @Override
    public int countAtMost(Aor watcher) {
        return dialogs.countOf(watcher);
    }

    @Override
    public long countOnlyWatched() {
        boolean joins = state.subscriptions.isEmpty() && state.publications.isEmpty() && state.bindings.isEmpty();
        return joins ? memory.counts.with(Countable.ONLY_WATCHED, state.aor) : 0;
    }

    @Override
    public long countInDomain() {
        return memory.counts.with(Countable.SUBSCRIPTIONS, state.aor);
    }

    @Override
    public boolean isPresentityKnown() {
        return memory.isKnown(state);
    }

    @Override
    public Collection<Subscription> waiting() {
        return open(state.subscriptions.waiting());
    }

    @Override
    public Collection<Subscription> waiting(Aor watcher) {
        byte[] key = SubscriptionCodec.key(watcher.uri());
        return open(state.subscriptions.waiting(), each -> each.isOf(key));
    }

    @Override
    public Collection<Subscription> over(Instant now) {
        return open(state.subscriptions.all(), each -> each.isOverAt(now));
    }

    @Override
    public Optional<Subscription> find(DialogId dialog) {
        return dialogs.find(dialog)
                .filter(found -> found.presentity().equals(state.aor))
                .map(this::open);
    }

    Optional<Subscription> find(String id) {
        return state.subscription(id).map(this::open);
    }

    @Override
    public Optional<Subscription> findSameRequest(Subscription subscription) {
        byte[] callId = SubscriptionCodec.key(subscription.dialog().id().callId());
        return state.subscriptions
                .withCallId(callId, each -> isSameRequest(open(each), subscription))
                .map(this::open);
    }

    private static boolean isSameRequest(Subscription one, Subscription other) {
        return one.dialog().id().remoteTag().equals(other.dialog().id().remoteTag())
                && one.dialog().remoteCSeq() == other.dialog().remoteCSeq()
                && one.event().equals(other.event());
    }

    @Override
    public void save(Subscription subscription) {
        transaction.requirePresentityRow();
        Optional<CompactSubscription> known = state.subscription(subscription.id());
        if (known.filter(each -> each.isIn(subscription.state())).isEmpty()) {
            transaction.changedSubscriptions.add(subscription);
        }
        CompactSubscription watched = known.orElseGet(() -> add(subscription));
        if (known.isPresent()) {
            state.subscriptions.change(watched, () -> watched.replace(subscription, shared));
        }
        transaction.writes.add(
                new Write.SaveSubscription(subscription, watched.numbering().block(), transaction.changes()));
        transaction.wakeBy(subscription.expires());
    }

    private CompactSubscription add(Subscription subscription) {
        CompactSubscription watched = new CompactSubscription(subscription, SequenceCounter.fresh(), shared, state.aor);
        state.subscriptions.add(watched);
        dialogs.put(watched, subscription.dialog().id());
        return watched;
    }

    @Override
    public void remove(Subscription subscription) {
        state.subscription(subscription.id()).ifPresent(watched -> {
            state.subscriptions.remove(watched);
            dialogs.remove(watched);
            transaction.ended.put(subscription.id(), watched.numbering());
            transaction.changedSubscriptions.add(subscription);
            transaction.writes.add(new Write.RemoveSubscription(subscription));
            transaction.recordSubscriptionChange(subscription);
        });
    }
}
