package org.sippresence.presentity;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.PerDomain;

/**
 * Counts the presentities that have nothing but subscriptions, cached or evicted. States are passed in their lane; any thread may
 * read the count.
 */
final class WatchedOnlyPresentities {

    /** Of the domains that are not counted apart. */
    private final AtomicLong others = new AtomicLong();

    private volatile PerDomain<AtomicLong> counts = PerDomain.same(others);

    /** Removed from the count until they are loaded again. */
    private final Set<Aor> discarded = ConcurrentHashMap.newKeySet();

    /** Counts each of these domains, which are in lower case, apart from all others. */
    void countApart(Set<String> domains) {
        counts = new PerDomain<>(
                others, domains.stream().collect(Collectors.toMap(Function.identity(), each -> new AtomicLong())));
    }

    /** The count of all domains. */
    long count() {
        return others.get()
                + counts.own().values().stream().mapToLong(AtomicLong::get).sum();
    }

    /** The count that a presentity belongs to. */
    long countWith(Aor presentity) {
        return counts.of(presentity).get();
    }

    /** Sets the counts to the numbers of stored ones. */
    void set(PresentityStore store) {
        if (counts.own().isEmpty()) {
            others.set(store.countOnlyWatched());
            return;
        }
        Map<String, Long> stored = store.countOnlyWatchedByDomain();
        counts.own().forEach((domain, count) -> count.set(stored.getOrDefault(domain, 0L)));
        others.set(stored.entrySet().stream()
                .filter(each -> !counts.own().containsKey(each.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum());
    }

    /** Registers a loaded state, which is already counted unless it was discarded before. */
    void read(PresentityState state) {
        state.countedAsOnlyWatched = state.isOnlyWatched();
        if (discarded.remove(state.aor) && state.countedAsOnlyWatched) {
            counts.of(state.aor).incrementAndGet();
        }
    }

    /** Updates the count after a transaction has changed the state. */
    void update(PresentityState state) {
        boolean isOnlyWatched = state.isOnlyWatched();
        if (isOnlyWatched != state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = isOnlyWatched;
            counts.of(state.aor).addAndGet(isOnlyWatched ? 1 : -1);
        }
    }

    /** Removes a discarded state from the count; the stored state may differ. */
    void discard(PresentityState state) {
        if (state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = false;
            counts.of(state.aor).decrementAndGet();
        }
        discarded.add(state.aor);
    }
}
