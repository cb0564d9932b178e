package org.sippresence.presentity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.Dialog;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionStore;

/** The subscriptions to one presentity for one turn of its lane. */
final class LaneSubscriptions implements SubscriptionStore {

    private final Turn turn;
    private final PresentityState state;
    private final DialogIndex dialogs;
    private final Shared shared;

    /** Whose records were made for this turn. */
    private final List<Watched> opened = new ArrayList<>(2);

    LaneSubscriptions(Turn turn, PresentityState state, PresentityMemory memory) {
        this.turn = turn;
        this.state = state;
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

    private List<Subscription> all(Predicate<Watched> wanted) {
        List<Subscription> found = new ArrayList<>(state.subscriptions.size());
        for (Watched each : state.subscriptions.all()) {
            if (wanted.test(each)) {
                found.add(open(each));
            }
        }
        return found;
    }

    @Override
    public Collection<Subscription> subscriptions() {
        return all(each -> true);
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event) {
        return all(each -> each.isTo(event));
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event, Aor watcher) {
        byte[] key = Packed.key(watcher.uri());
        return all(each -> each.isTo(event) && each.isOf(key));
    }

    @Override
    public Collection<Subscription> over(Instant now) {
        return all(each -> each.isOverAt(now));
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
        Dialog dialog = subscription.dialog();
        byte[] callId = Packed.key(dialog.id().callId());
        return all(each -> each.isInDialog(callId)).stream()
                .filter(other ->
                        other.dialog().id().remoteTag().equals(dialog.id().remoteTag())
                                && other.dialog().remoteCSeq() == dialog.remoteCSeq()
                                && other.event().equals(subscription.event()))
                .findFirst();
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
            watched.replace(subscription, shared);
        }
        turn.writes.add(new Write.SaveSubscription(subscription, watched.numbering.block()));
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
        });
    }
}
