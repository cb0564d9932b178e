package org.sippresence.presentity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.model.PerDomain;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.presentity.memory.ValueInterner;

/**
 * The presentities in memory: a bounded cache over the store. A state that is ahead of the database is pinned and not evicted.
 * While everything stored is also cached, a presentity that is not cached does not exist, and the database is not queried.
 */
public final class PresentityMemory {

    final PresentityStore store;
    private final Limits limits;
    final DialogIndex dialogs = new DialogIndex();
    final ValueInterner shared = new ValueInterner();
    final PresentityCounts counts = new PresentityCounts();
    final ChangeSequence changeSequence = new ChangeSequence(0);
    private final Cache<Aor, PresentityState> cache;

    /** Evicted from the cache, but ahead of the database or not yet released by their lane. */
    private final ConcurrentHashMap<Aor, PresentityState> aside = new ConcurrentHashMap<>();

    private final Set<Aor> mustRead = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    /** Whether XCAP documents may exist at all; while none do, the store is not queried for documents. */
    private volatile boolean documented = true;

    private volatile BiConsumer<Aor, Runnable> lanes = (aor, task) -> {};
    private volatile Function<Aor, String> pdomains = aor -> Write.SavePresentity.REGISTRAR;
    private volatile Predicate<Aor> subscribers = aor -> false;

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
     * Limits of the memory.
     *
     * @param size maximum number of presentities
     * @param evicts whether the least used presentity is evicted, to be loaded again when needed; otherwise new ones are rejected
     * @param readThrough whether other processes write the database too, so that a presentity that is not cached may be stored
     */
    public record Limits(int size, boolean evicts, boolean readThrough) {}

    /**
     * Sets the executor that completes evictions: each in the presentity's lane, so that no running transaction loses its state.
     */
    void evictIn(BiConsumer<Aor, Runnable> executor) {
        this.lanes = executor;
    }

    /** Sets the function that maps a presentity to its tenant. Must be set before the first transaction. */
    public void assignTenants(Function<Aor, String> tenants) {
        this.pdomains = tenants;
    }

    /**
     * Counts what these limits are for; a domain with a limit of its own apart from the others. Must be called before the first
     * transaction.
     *
     * @param limits 0 for none
     */
    public void count(Countable what, PerDomain<Integer> limits) {
        counts.count(what, limits);
    }

    /** Sets the check whether a URI has an account; it may block on the database. Must be set before the first transaction. */
    public void recognizeAccounts(Predicate<Aor> isSubscriber) {
        this.subscribers = isSubscriber;
    }

    /** Returns whether a presentity is known by more than its subscriptions. Runs in the lane; may read the database. */
    boolean isKnown(PresentityState state) {
        return !state.publications.isEmpty()
                || !state.bindings.isEmpty()
                || !documents(state).isEmpty()
                || subscribers.test(state.aor);
    }

    /**
     * Counts what is in the database again unless everything is cached: a sweep may remove rows that no lane has loaded. May block.
     */
    public void recount() {
        if (!complete) {
            counts.set(store);
        }
    }

    String pdomain(Aor aor) {
        return pdomains.apply(aor);
    }

    /**
     * Loads stored presentities up to the memory limit.
     *
     * @param expiries receives the first deadline of each presentity
     */
    void warmUp(BiConsumer<Aor, Instant> expiries) {
        int[] loaded = {0};
        counts.set(store);
        store.loadAll(limits.size(), (aor, snapshot) -> {
            PresentityState state = read(aor, snapshot);
            counts.read(state);
            cache.put(aor, state);
            state.firstExpiry().ifPresent(first -> expiries.accept(aor, first));
            loaded[0]++;
        });
        boolean all = loaded[0] < limits.size();
        if (!all) {
            store.deadlines(expiries);
        }
        complete = !limits.readThrough() && all;
        documented = limits.readThrough() || store.hasDocuments();
    }

    /** Returns the state, loaded if necessary. Must be called in the presentity's lane. */
    PresentityState get(Aor aor) {
        PresentityState state = cached(aor);
        return state == null ? load(aor) : state;
    }

    /** Looks in the cache first: an evicted state is put aside before it leaves the cache. */
    private PresentityState cached(Aor aor) {
        PresentityState state = cache.getIfPresent(aor);
        return state == null ? aside.get(aor) : state;
    }

    private PresentityState load(Aor aor) {
        boolean known = !complete || mustRead.contains(aor);
        Optional<StoredPresentity> stored = known ? store.load(aor) : Optional.empty();
        if (!limits.evicts() && stored.isEmpty() && cache.estimatedSize() >= limits.size()) {
            throw new MemoryFullException(limits.size());
        }
        PresentityState state = stored.map(snapshot -> read(aor, snapshot))
                .orElseGet(() -> new PresentityState(aor, changeSequence.last()));
        mustRead.remove(aor);
        counts.read(state);
        cache.put(aor, state);
        return state;
    }

    private PresentityState read(Aor aor, StoredPresentity snapshot) {
        PresentityState state = new PresentityState(aor, changeSequence.last());
        state.saved = true;
        snapshot.publications().forEach(each -> state.publications.put(each.id(), shared.of(each, state.aor)));
        snapshot.bindings().forEach(each -> state.bindings.put(each.id(), each));
        for (StoredPresentity.Watched each : snapshot.subscriptions()) {
            CompactSubscription watched =
                    new CompactSubscription(each.subscription(), new SequenceCounter(each.counters()), shared, aor);
            state.subscriptions.add(watched);
            dialogs.put(watched, each.subscription().dialog().id());
        }
        return state;
    }

    /** Called during the cache's maintenance, on any thread: must access neither the cache nor the state. */
    private void evicted(Aor aor, PresentityState state, RemovalCause cause) {
        aside.put(aor, state);
        lanes.accept(aor, () -> evict(state));
    }

    private void evict(PresentityState state) {
        if (aside.get(state.aor) != state || state.isPinned()) {
            return; // in use again, or returns to the cache when it is written
        }
        complete = false;
        cache.asMap().remove(state.aor, state); // waits for the eviction on the other thread
        state.subscriptions.all().forEach(dialogs::remove);
        aside.remove(state.aor, state);
    }

    /** Marks the state as ahead of the database. Must be called in the lane. */
    void pin(PresentityState state) {
        state.pin();
        if (cache.getIfPresent(state.aor) != state) {
            aside.put(state.aor, state);
        }
    }

    /** Returns a presentity's documents, loaded if necessary. Must be called in the lane. */
    MemoryDocuments documents(PresentityState state) {
        if (!documented) {
            return new MemoryDocuments(List.of());
        }
        if (state.documents.isEmpty()) {
            state.documents = Optional.of(new MemoryDocuments(store.documents(state.aor)));
        }
        return state.documents.get();
    }

    /**
     * Returns the documents like {@link #documents}, for a transaction that is about to write one. Must be called in the lane.
     */
    MemoryDocuments documentsToChange(PresentityState state) {
        documented = true;
        return documents(state);
    }

    /** Returns a presentity's offline watchers, loaded if necessary. Must be called in the lane. */
    MemoryOfflineWatchers offlineWatchers(PresentityState state) {
        if (state.offlineWatchers.isEmpty()) {
            state.offlineWatchers = Optional.of(new MemoryOfflineWatchers(store.offlineWatchers(state.aor)));
        }
        return state.offlineWatchers.get();
    }

    /** Releases large documents and offline watchers if the store can load them again. Must be called in the lane. */
    void releaseLargeParts(PresentityState state) {
        if (!limits.evicts() || state.isPinned()) {
            return;
        }
        if (state.documents.filter(MemoryDocuments::isLarge).isPresent()) {
            state.documents = Optional.empty();
        }
        if (state.offlineWatchers.filter(MemoryOfflineWatchers::isLarge).isPresent()) {
            state.offlineWatchers = Optional.empty();
        }
    }

    /** Evicts a presentity that is empty and of which nothing is stored that a read would find. Must be called in the lane. */
    void forgetIfEmpty(PresentityState state) {
        if (state.isEmpty() && !state.isPinned() && (!state.saved || complete)) {
            cache.asMap().remove(state.aor, state);
        }
    }

    /** Records that one write of the state is committed. Must be called in the lane. */
    void unpin(PresentityState state) {
        state.unpin();
        if (!state.isPinned() && aside.remove(state.aor, state)) {
            cache.put(state.aor, state);
        }
    }

    /** Discards a state that could not be written; returns whether it was still cached. Must be called in the lane. */
    boolean discard(PresentityState state) {
        mustRead.add(state.aor);
        boolean wasCached = cache.asMap().remove(state.aor, state); // first: it is put aside before it leaves the cache
        boolean was = aside.remove(state.aor, state) || wasCached;
        if (was) {
            state.subscriptions.all().forEach(dialogs::remove);
            counts.discard(state);
        }
        return was;
    }

    /**
     * Evicts a presentity so that it is loaded again; returns false if memory is ahead of the database. Must be called in the
     * lane.
     */
    boolean forget(Aor aor) {
        if (!forgetDocuments(aor)) {
            return false;
        }
        if (!limits.evicts()) { // no database to load it from
            return true;
        }
        PresentityState state = cached(aor);
        mustRead.add(aor);
        if (state != null) {
            discard(state);
        }
        return true;
    }

    /**
     * Discards the cached XCAP documents of a presentity, or the knowledge that it has none, so that they are loaded again;
     * returns false if memory is ahead of the database. Must be called in the lane.
     */
    boolean forgetDocuments(Aor aor) {
        PresentityState state = cached(aor);
        if (state != null && state.isPinned()) {
            return false;
        }
        if (limits.evicts()) {
            documented = documented || store.hasDocuments();
            if (state != null) {
                state.documents = Optional.empty();
            }
        }
        return true;
    }

    Optional<Aor> locate(DialogId dialog) {
        Optional<Aor> found = dialogs.presentityOf(dialog);
        return found.isEmpty() && !isComplete() ? store.locate(dialog) : found.or(() -> dialogs.presentityOf(dialog));
    }

    Optional<Aor> locate(String subscriptionId) {
        Optional<Aor> found = dialogs.presentityOf(subscriptionId);
        return found.isEmpty() && !isComplete()
                ? store.locate(subscriptionId)
                : found.or(() -> dialogs.presentityOf(subscriptionId));
    }

    /**
     * Returns whether everything stored is cached. Not while a presentity waits to be reloaded, which may have begun since an
     * index was read.
     */
    private boolean isComplete() {
        return complete && mustRead.isEmpty();
    }

    List<Aor> list(Listing listing) {
        if (limits.evicts()) {
            return store.presentities(listing);
        }
        return cache.asMap().keySet().stream()
                .filter(aor -> !aor.equals(DocumentKey.GLOBAL) && listing.isOfDomain(aor))
                .filter(aor ->
                        aor.uri().contains(listing.contains()) && aor.uri().compareTo(listing.after()) > 0)
                .sorted()
                .limit(listing.limit())
                .toList();
    }

    long size() {
        return cache.estimatedSize() + aside.size();
    }
}
