package org.sippresence.presentity;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.OfflineWatcher;

/** The offline watchers of one presentity in memory, once they were read. Touched by its lane only. */
final class MemoryOfflineWatchers {

    /** So many are kept between turns; more are read again on need. */
    private static final int KEPT = 100;

    private static final Comparator<OfflineWatcher> ORDER = Comparator.comparing(OfflineWatcher::since)
            .thenComparing(OfflineWatcher::watcher)
            .thenComparing(OfflineWatcher::event);

    private final Map<Key, OfflineWatcher> watchers = new HashMap<>();

    MemoryOfflineWatchers(List<OfflineWatcher> stored) {
        stored.forEach(this::put);
    }

    /** Those whose time is not over; the others are forgotten. */
    List<OfflineWatcher> live(Instant now) {
        watchers.values().removeIf(each -> !each.until().isAfter(now));
        return watchers.values().stream().sorted(ORDER).toList();
    }

    void put(OfflineWatcher watcher) {
        watchers.put(Key.of(watcher), watcher);
    }

    boolean remove(OfflineWatcher watcher) {
        return watchers.remove(Key.of(watcher)) != null;
    }

    boolean isEmpty() {
        return watchers.isEmpty();
    }

    boolean isLarge() {
        return watchers.size() > KEPT;
    }

    private record Key(Aor watcher, EventName event) {
        static Key of(OfflineWatcher watcher) {
            return new Key(watcher.watcher(), watcher.event());
        }
    }
}
