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
import org.sippresence.presentity.PresentityStore.DialogLocation;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.presentity.memory.ValueInterner;

/**
 * The presentities in memory: a bounded cache over the store. What is ahead of the database is pinned and never forgotten.
 * As long as everything that is stored is also in memory, a presentity that is not here is nowhere and the database is not
 * asked.
 */
public final class PresentityMemory {

    static final String REGISTRAR = "registrar";

    private final PresentityStore store;
    private final Limits limits;
    private final DialogIndex dialogs = new DialogIndex();
    private final ValueInterner shared = new ValueInterner();
    private final WatchedOnlyPresentities onlyWatched = new WatchedOnlyPresentities();
    private final ChangeSequence changeSequence = new ChangeSequence(0);
    private final Cache<Aor, PresentityState> cache;

    /** Gave way in the cache, but are ahead of the database, or their lane has not yet let them go. */
    private final ConcurrentHashMap<Aor, PresentityState> aside = new ConcurrentHashMap<>();

    private final Set<Aor> mustRead = ConcurrentHashMap.newKeySet();
    private volatile boolean complete;

    /** Whether anybody may have XCAP documents; as long as nobody has, none are looked for. */
    private volatile boolean documented = true;

    private volatile BiConsumer<Aor, Runnable> lanes = (aor, task) -> {};
    private volatile Function<Aor, String> pdomains = aor -> REGISTRAR;
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
     * How much is held.
     *
     * @param size presentities
     * @param evicts whether the least used one gives way, to be read again on need; otherwise new ones are refused
     * @param readThrough whether others write the database too, so that what is not here may be there
     */
    public record Limits(int size, boolean evicts, boolean readThrough) {}

    /** Where presentities that gave way are let go: each in its lane, so that no turn loses its state under its hands. */
    void evictIn(BiConsumer<Aor, Runnable> executor) {
        this.lanes = executor;
    }

    /** Who says which tenant a presentity belongs to. */
    void assignTenants(Function<Aor, String> tenants) {
        this.pdomains = tenants;
    }

    /** Names who says whether somebody is a subscriber; may block on the database. To be set before the first turn. */
    public void recognizeAccounts(Predicate<Aor> isSubscriber) {
        this.subscribers = isSubscriber;
    }

    /** Whether somebody else than watchers knows of the presentity. In the lane; may read from the database. */
    boolean isKnown(PresentityState state) {
        return !state.publications.isEmpty()
                || !state.bindings.isEmpty()
                || !documents(state).isEmpty()
                || subscribers.test(state.aor);
    }

    /** Counts anew if there is more stored than is in memory: rows may be swept that no lane has looked at. May block. */
    public void countOnlyWatched() {
        if (!complete) {
            onlyWatched.set(store.countOnlyWatched());
        }
    }

    WatchedOnlyPresentities onlyWatched() {
        return onlyWatched;
    }

    String pdomain(Aor aor) {
        return pdomains.apply(aor);
    }

    /**
     * Reads what is stored, as much as may be held.
     *
     * @param expiries told of each presentity when the first of what it has expires
     */
    void warmUp(BiConsumer<Aor, Instant> expiries) {
        int[] loaded = {0};
        onlyWatched.set(store.countOnlyWatched());
        store.loadAll(limits.size(), (aor, snapshot) -> {
            PresentityState state = read(aor, snapshot);
            onlyWatched.read(state);
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

    /** In the presentity's lane. */
    PresentityState get(Aor aor) {
        PresentityState state = cached(aor);
        return state == null ? load(aor) : state;
    }

    /** What leaves the cache is set aside before, so it is looked for there afterwards. */
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
                .orElseGet(() -> new PresentityState(aor, Presentities.nextVersion(), changeSequence.last()));
        mustRead.remove(aor);
        onlyWatched.read(state);
        cache.put(aor, state);
        return state;
    }

    private PresentityState read(Aor aor, StoredPresentity snapshot) {
        PresentityState state = new PresentityState(aor, Presentities.nextVersion(), changeSequence.last());
        state.saved = true;
        snapshot.publications().forEach(each -> state.publications.put(each.id(), shared.of(each, state.aor)));
        snapshot.bindings().forEach(each -> state.bindings.put(each.id(), each));
        for (StoredPresentity.Watched each : snapshot.subscriptions()) {
            CompactSubscription watched =
                    CompactSubscription.of(each.subscription(), new SequenceCounter(each.counters()), shared, aor);
            state.subscriptions.add(watched);
            dialogs.put(watched, each.subscription().dialog().id());
        }
        return state;
    }

    /** Inside the cache's own bookkeeping, on any thread: it must touch neither the cache nor the state. */
    private void evicted(Aor aor, PresentityState state, RemovalCause cause) {
        aside.put(aor, state);
        lanes.accept(aor, () -> evict(state));
    }

    private void evict(PresentityState state) {
        if (aside.get(state.aor) != state || state.isPinned()) {
            return; // it is in use again, or goes back into the cache when it is written
        }
        complete = false;
        cache.asMap().remove(state.aor, state); // returns when the eviction on the other thread is over
        state.subscriptions.all().forEach(dialogs::remove);
        aside.remove(state.aor, state);
    }

    /** The state gets ahead of the database. In the lane. */
    void pin(PresentityState state) {
        state.pin();
        if (cache.getIfPresent(state.aor) != state) {
            aside.put(state.aor, state);
        }
    }

    /** The documents of a presentity, read if need be. In the lane. */
    MemoryDocuments documents(PresentityState state) {
        if (!documented) {
            return new MemoryDocuments(List.of());
        }
        if (state.documents.isEmpty()) {
            state.documents = Optional.of(new MemoryDocuments(store.documents(state.aor)));
        }
        return state.documents.get();
    }

    /** As {@link #documents}, where one is about to be written. In the lane. */
    MemoryDocuments documentsToChange(PresentityState state) {
        documented = true;
        return documents(state);
    }

    /** The offline watchers of a presentity, read if need be. In the lane. */
    MemoryOfflineWatchers offlineWatchers(PresentityState state) {
        if (state.offlineWatchers.isEmpty()) {
            state.offlineWatchers = Optional.of(new MemoryOfflineWatchers(store.offlineWatchers(state.aor)));
        }
        return state.offlineWatchers.get();
    }

    /** What would fill the memory is read again on need, if there is where to read it. In the lane. */
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

    /** Forgets a presentity of whom nothing is left and nothing is stored that a read would find. In the lane. */
    void forgetIfEmpty(PresentityState state) {
        if (state.isEmpty() && !state.isPinned() && (!state.saved || complete)) {
            cache.asMap().remove(state.aor, state);
        }
    }

    /** One write of the state is in the database. In the lane. */
    void unpin(PresentityState state) {
        state.unpin();
        if (!state.isPinned() && aside.remove(state.aor, state)) {
            cache.put(state.aor, state);
        }
    }

    /** Throws a state away that could not be written; tells whether this is the first one to say so. In the lane. */
    boolean discard(PresentityState state) {
        mustRead.add(state.aor);
        boolean wasCached = cache.asMap().remove(state.aor, state); // first: it is set aside before it leaves the cache
        boolean was = aside.remove(state.aor, state) || wasCached;
        if (was) {
            state.subscriptions.all().forEach(dialogs::remove);
            onlyWatched.discard(state);
        }
        return was;
    }

    /** Forgets a presentity so that it is read again; false if memory is ahead of the database. In the lane. */
    boolean forget(Aor aor) {
        if (!forgetDocuments(aor)) {
            return false;
        }
        if (!limits.evicts()) { // there is nowhere to read it
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
     * Forgets the XCAP documents of a presentity, or that it has none, so that they are read again; false if memory is ahead of the
     * database. In the lane.
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
                ? store.locate(subscriptionId).map(DialogLocation::presentity)
                : found.or(() -> dialogs.presentityOf(subscriptionId));
    }

    /** Not while a presentity waits to be read again; that may have happened since an index was looked at. */
    private boolean isComplete() {
        return complete && mustRead.isEmpty();
    }

    List<Aor> list(Listing listing) {
        if (limits.evicts()) {
            return store.presentities(listing);
        }
        return cache.asMap().keySet().stream()
                .filter(aor -> !aor.equals(DocumentKey.GLOBAL))
                .filter(aor ->
                        aor.uri().contains(listing.contains()) && aor.uri().compareTo(listing.after()) > 0)
                .sorted()
                .limit(listing.limit())
                .toList();
    }

    ChangeSequence changeSequence() {
        return changeSequence;
    }

    ValueInterner shared() {
        return shared;
    }

    DialogIndex dialogs() {
        return dialogs;
    }

    PresentityStore store() {
        return store;
    }

    long size() {
        return cache.estimatedSize() + aside.size();
    }
}
