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
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionStore;

/** The subscriptions to one presentity for one turn of its lane. */
final class LaneSubscriptions implements SubscriptionStore {

    private final Turn turn;
    private final PresentityState state;
    private final PresentityMemory memory;
    private final DialogIndex dialogs;
    private final Shared shared;

    /** Whose records were made for this turn. */
    private final List<Watched> opened = new ArrayList<>(2);

    LaneSubscriptions(Turn turn, PresentityState state, PresentityMemory memory) {
        this.turn = turn;
        this.state = state;
        this.memory = memory;
        this.dialogs = memory.dialogs();
        this.shared = memory.shared();
    }

    private Subscription open(Watched watched) {
        if (!watched.isOpen()) {
            opened.add(watched);
        }
        return watched.subscription();
    }

    /** The turn's work is done: what was made for it is let go. */
    void close() {
        opened.forEach(Watched::close);
        opened.clear();
    }

    private List<Subscription> open(List<Watched> all, Predicate<Watched> wanted) {
        List<Subscription> found = new ArrayList<>();
        for (Watched each : all) {
            if (wanted.test(each)) {
                found.add(open(each));
            }
        }
        return found;
    }

    private List<Subscription> open(List<Watched> all) {
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
        byte[] key = Packed.key(watcher.uri());
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
        return joins ? memory.onlyWatched().count() : 0;
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
        byte[] key = Packed.key(watcher.uri());
        return open(state.subscriptions.waiting(), each -> each.isOf(key));
    }

    @Override
    public Collection<Subscription> over(Instant now) {
        return open(state.subscriptions.all(), each -> each.isOverAt(now));
    }

    @Override
    public Optional<Subscription> find(DialogId dialog) {
        return dialogs.find(dialog)
                .filter(found -> found.presentity.equals(state.aor))
                .map(this::open);
    }

    Optional<Subscription> find(String id) {
        return state.subscription(id).map(this::open);
    }

    @Override
    public Optional<Subscription> findSameRequest(Subscription subscription) {
        byte[] callId = Packed.key(subscription.dialog().id().callId());
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
        turn.needsRow();
        Optional<Watched> known = state.subscription(subscription.id());
        if (known.filter(each -> each.isIn(subscription.state())).isEmpty()) {
            turn.moved.add(subscription);
        }
        Watched watched = known.orElseGet(() -> add(subscription));
        if (known.isPresent()) {
            state.subscriptions.change(watched, () -> watched.replace(subscription, shared));
        }
        turn.writes.add(new Write.SaveSubscription(subscription, watched.numbering.block(), turn.changes()));
        turn.expiresAt(subscription.expires());
    }

    private Watched add(Subscription subscription) {
        Watched watched = Watched.of(subscription, Numbering.fresh(), shared, state.aor);
        state.subscriptions.add(watched);
        dialogs.put(watched, subscription.dialog().id());
        return watched;
    }

    @Override
    public void remove(Subscription subscription) {
        state.subscription(subscription.id()).ifPresent(watched -> {
            state.subscriptions.remove(watched);
            dialogs.remove(watched);
            turn.ended.put(subscription.id(), watched.numbering);
            turn.moved.add(subscription);
            turn.writes.add(new Write.RemoveSubscription(subscription));
            turn.noteMove(subscription);
        });
    }
}
