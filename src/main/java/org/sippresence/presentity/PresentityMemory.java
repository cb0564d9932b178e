package org.sippresence.presentity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.PresentityStore.DialogLocation;
import org.sippresence.presentity.PresentityStore.Listing;

/**
 * The presentities in memory: a bounded cache over the store. What is ahead of the database is pinned and never forgotten.
 * As long as everything that is stored is also in memory, a presentity that is not here is nowhere and the database is not
 * asked.
 */
public final class PresentityMemory {

    private final PresentityStore store;
    private final Limits limits;
    private final DialogIndex dialogs = new DialogIndex();
    private final Cache<Aor, PresentityState> cache;
    private final ConcurrentHashMap<Aor, PresentityState> pinned = new ConcurrentHashMap<>();
    private final Set<Aor> mustRead = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    public PresentityMemory(PresentityStore store, Limits limits) {
        this.store = Objects.requireNonNull(store, "store");
        this.limits = limits;
        Caffeine<Object, Object> builder = Caffeine.newBuilder().executor(Runnable::run);
        if (limits.evicts()) {
            builder.maximumSize(limits.size());
        }
        this.cache =
                builder.<Aor, PresentityState>evictionListener(this::evicted).build();
        this.complete = !limits.evicts();
    }

    /**
     * How much is held.
     *
     * @param size presentities
     * @param evicts whether the least used one gives way, to be read again on need; otherwise new ones are refused
     * @param readThrough whether others write the database too, so that what is not here may be there
     */
    public record Limits(int size, boolean evicts, boolean readThrough) {}

    void warmUp() {
        int[] loaded = {0};
        store.loadAll(limits.size(), (aor, snapshot) -> {
            cache.put(aor, read(aor, snapshot));
            loaded[0]++;
        });
        complete = !limits.readThrough() && loaded[0] < limits.size();
    }

    /** In the presentity's lane. */
    PresentityState get(Aor aor) {
        PresentityState state = pinned.get(aor);
        if (state == null) {
            state = cache.getIfPresent(aor);
        }
        return state == null ? load(aor) : state;
    }

    private PresentityState load(Aor aor) {
        boolean known = !complete || mustRead.contains(aor);
        Optional<Snapshot> stored = known ? store.load(aor) : Optional.empty();
        if (!limits.evicts() && stored.isEmpty() && cache.estimatedSize() >= limits.size()) {
            throw new MemoryFullException(limits.size());
        }
        PresentityState state = stored.map(snapshot -> read(aor, snapshot))
                .orElseGet(() -> new PresentityState(aor, Presentities.nextVersion()));
        mustRead.remove(aor);
        cache.put(aor, state);
        return state;
    }

    private PresentityState read(Aor aor, Snapshot snapshot) {
        PresentityState state = new PresentityState(aor, Presentities.nextVersion());
        state.saved = true;
        snapshot.publications().forEach(each -> state.publications.put(each.id(), each));
        for (Snapshot.Watched each : snapshot.subscriptions()) {
            Watched watched = new Watched(each.subscription(), new Numbering(each.counters()));
            state.subscriptions.put(each.subscription().id(), watched);
            dialogs.put(watched);
        }
        return state;
    }

    /** Inside the cache's own bookkeeping, on any thread: it must not touch the cache. */
    private void evicted(Aor aor, PresentityState state, RemovalCause cause) {
        if (state.isPinned()) {
            pinned.put(aor, state);
            return;
        }
        complete = false;
        state.subscriptions.values().forEach(dialogs::remove);
    }

    /** The state gets ahead of the database. In the lane. */
    void pin(PresentityState state) {
        state.pin();
        if (cache.getIfPresent(state.aor) != state && pinned.put(state.aor, state) == null) {
            state.subscriptions.values().forEach(dialogs::put); // it was evicted while its lane was at work on it
        }
    }

    /** Forgets a presentity of whom nothing is left and nothing is stored that a read would find. In the lane. */
    void forgetIfEmpty(PresentityState state) {
        if (state.isEmpty() && !state.isPinned() && (!state.saved || complete)) {
            cache.asMap().remove(state.aor, state);
        }
    }

    /** One write of the state is in the database. In the lane. */
    void unpin(PresentityState state) {
        state.unpin();
        if (!state.isPinned() && pinned.remove(state.aor, state) && !state.fence.isBroken()) {
            cache.put(state.aor, state);
        }
    }

    /** Throws a state away that could not be written; tells whether this is the first one to say so. In the lane. */
    boolean discard(PresentityState state) {
        mustRead.add(state.aor);
        boolean wasPinned = pinned.remove(state.aor, state);
        boolean was = cache.asMap().remove(state.aor, state) || wasPinned;
        if (was) {
            state.subscriptions.values().forEach(dialogs::remove);
        }
        return was;
    }

    /** Forgets a presentity so that it is read again; false if memory is ahead of the database. In the lane. */
    boolean forget(Aor aor) {
        PresentityState state = pinned.get(aor);
        if (state == null) {
            state = cache.getIfPresent(aor);
        }
        if (state != null && state.isPinned()) {
            return false;
        }
        mustRead.add(aor);
        if (state != null) {
            discard(state);
        }
        return true;
    }

    Optional<Aor> locate(DialogId dialog) {
        Optional<Aor> found = dialogs.presentityOf(dialog);
        return found.isPresent() || complete ? found : store.locate(dialog);
    }

    Optional<Aor> locate(String subscriptionId) {
        Optional<Aor> found = dialogs.presentityOf(subscriptionId);
        return found.isPresent() || complete
                ? found
                : store.locate(subscriptionId).map(DialogLocation::presentity);
    }

    List<Aor> list(Listing listing) {
        if (limits.evicts()) {
            return store.presentities(listing);
        }
        return cache.asMap().keySet().stream()
                .filter(aor ->
                        aor.uri().contains(listing.contains()) && aor.uri().compareTo(listing.after()) > 0)
                .sorted()
                .limit(listing.limit())
                .toList();
    }

    DialogIndex dialogs() {
        return dialogs;
    }

    PresentityStore store() {
        return store;
    }

    long size() {
        return cache.estimatedSize() + pinned.size();
    }
}
