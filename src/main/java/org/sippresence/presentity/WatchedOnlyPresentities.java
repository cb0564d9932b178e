package org.sippresence.presentity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sippresence.model.Aor;

/**
 * Counts the presentities that have nothing but subscriptions, cached or evicted. States are passed in their lane; any thread may
 * read the count.
 */
final class WatchedOnlyPresentities {

    private final AtomicLong count = new AtomicLong();

    /** Removed from the count until they are loaded again. */
    private final Set<Aor> discarded = ConcurrentHashMap.newKeySet();

    long count() {
        return count.get();
    }

    /** Sets the count to the number of stored ones. */
    void set(long stored) {
        count.set(stored);
    }

    /** Registers a loaded state, which is already counted unless it was discarded before. */
    void read(PresentityState state) {
        state.countedAsOnlyWatched = state.isOnlyWatched();
        if (discarded.remove(state.aor) && state.countedAsOnlyWatched) {
            count.incrementAndGet();
        }
    }

    /** Updates the count after a transaction has changed the state. */
    void update(PresentityState state) {
        boolean isOnlyWatched = state.isOnlyWatched();
        if (isOnlyWatched != state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = isOnlyWatched;
            count.addAndGet(isOnlyWatched ? 1 : -1);
        }
    }

    /** Removes a discarded state from the count; the stored state may differ. */
    void discard(PresentityState state) {
        if (state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = false;
            count.decrementAndGet();
        }
        discarded.add(state.aor);
    }
}
