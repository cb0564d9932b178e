package org.sippresence.presentity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sippresence.model.Aor;

/**
 * Counts the presentities of whom there is nothing but subscriptions, whether they are in memory or were evicted. A state is
 * handed over in its lane; the count is read by any thread.
 */
final class WatchedOnlyPresentities {

    private final AtomicLong count = new AtomicLong();

    /** Taken out of the count until they are read again. */
    private final Set<Aor> discarded = ConcurrentHashMap.newKeySet();

    long count() {
        return count.get();
    }

    /** Sets the count to what is stored. */
    void set(long stored) {
        count.set(stored);
    }

    /** A state has been made of what is stored, which is counted unless it was discarded before. */
    void read(PresentityState state) {
        state.countedAsOnlyWatched = state.isOnlyWatched();
        if (discarded.remove(state.aor) && state.countedAsOnlyWatched) {
            count.incrementAndGet();
        }
    }

    /** A turn has changed the state. */
    void update(PresentityState state) {
        boolean isOnlyWatched = state.isOnlyWatched();
        if (isOnlyWatched != state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = isOnlyWatched;
            count.addAndGet(isOnlyWatched ? 1 : -1);
        }
    }

    /** A state is thrown away; what is stored of it may differ. */
    void discard(PresentityState state) {
        if (state.countedAsOnlyWatched) {
            state.countedAsOnlyWatched = false;
            count.decrementAndGet();
        }
        discarded.add(state.aor);
    }
}
