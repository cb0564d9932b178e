package org.sippresence.subscription;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.model.EventName;

/** Subscriptions to one presentity. */
final class ListSubscriptionStore implements SubscriptionStore {

    private final Map<String, Subscription> byId = new LinkedHashMap<>();

    Subscription only() {
        if (byId.size() != 1) {
            throw new AssertionError(byId.size() + " subscriptions");
        }
        return byId.values().iterator().next();
    }

    /** What one watcher has elsewhere. */
    int elsewhere;

    /** Presentities that are only watched, if this is another one. */
    long onlyWatched;

    /** Subscriptions to others that are counted together with these. */
    long inDomain;

    boolean known;

    @Override
    public long countOnlyWatched() {
        return byId.isEmpty() ? onlyWatched : 0;
    }

    @Override
    public long countInDomain() {
        return inDomain + byId.size();
    }

    @Override
    public boolean isPresentityKnown() {
        return known;
    }

    @Override
    public int countAtMost(Aor watcher) {
        return elsewhere + byId.size();
    }

    @Override
    public Collection<Subscription> subscriptions() {
        return List.copyOf(byId.values());
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event) {
        return byId.values().stream()
                .filter(each -> each.event().name().equals(event))
                .toList();
    }

    @Override
    public Collection<Subscription> subscriptions(EventName event, Aor watcher) {
        return of(watcher, subscriptions(event));
    }

    @Override
    public int countAtMost(EventName event, Aor watcher) {
        return subscriptions(event, watcher).size();
    }

    @Override
    public Collection<Subscription> waiting() {
        return byId.values().stream()
                .filter(each -> each.state() instanceof SubscriptionState.Waiting)
                .toList();
    }

    @Override
    public Collection<Subscription> waiting(Aor watcher) {
        return of(watcher, waiting());
    }

    private static Collection<Subscription> of(Aor watcher, Collection<Subscription> all) {
        return all.stream().filter(each -> each.watcher().aor().equals(watcher)).toList();
    }

    @Override
    public Collection<Subscription> over(Instant now) {
        return byId.values().stream()
                .filter(each -> !each.expires().isAfter(now))
                .toList();
    }

    @Override
    public Optional<Subscription> find(DialogId dialog) {
        return byId.values().stream()
                .filter(each -> each.dialog().id().equals(dialog))
                .findFirst();
    }

    @Override
    public Optional<Subscription> findSameRequest(Subscription subscription) {
        return byId.values().stream()
                .filter(each ->
                        each.dialog().remoteCSeq() == subscription.dialog().remoteCSeq()
                                && each.event().equals(subscription.event())
                                && each.dialog()
                                        .id()
                                        .callId()
                                        .equals(subscription.dialog().id().callId())
                                && each.dialog()
                                        .id()
                                        .remoteTag()
                                        .equals(subscription.dialog().id().remoteTag()))
                .findFirst();
    }

    @Override
    public void save(Subscription subscription) {
        byId.put(subscription.id(), subscription);
    }

    @Override
    public void remove(Subscription subscription) {
        byId.remove(subscription.id());
    }
}
