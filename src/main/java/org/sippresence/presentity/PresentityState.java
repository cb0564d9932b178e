package org.sippresence.presentity;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.sippresence.engine.Fence;
import org.sippresence.model.Aor;
import org.sippresence.publication.Publication;

/** One presentity in memory. Touched by its lane only, but for {@link #isPinned}. */
final class PresentityState {

    final Aor aor;
    final Fence fence = new Fence();
    final Map<String, Publication> publications = new LinkedHashMap<>(2);
    final Map<String, Watched> subscriptions = new HashMap<>(2);

    /** Whether the presentity has its own row. */
    boolean saved;

    /** Grows with every change of what is published; never the same for two readings. */
    long version;

    private final AtomicInteger uncommitted = new AtomicInteger();

    PresentityState(Aor aor, long version) {
        this.aor = aor;
        this.version = version;
    }

    /** Whether memory is ahead of the database, so that this state must not be forgotten. */
    boolean isPinned() {
        return uncommitted.get() > 0;
    }

    void pin() {
        uncommitted.incrementAndGet();
    }

    void unpin() {
        uncommitted.decrementAndGet();
    }

    boolean isEmpty() {
        return publications.isEmpty() && subscriptions.isEmpty();
    }
}
