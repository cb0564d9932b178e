package org.sippresence.presentity;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.OfflineWatcher;

/** The cached offline watchers of one presentity, loaded on first access. Confined to its lane. */
final class MemoryOfflineWatchers {

    /** Maximum number that stays cached between transactions; larger sets are loaded again when needed. */
    private static final int KEPT = 100;

    private static final Comparator<OfflineWatcher> ORDER = Comparator.comparing(OfflineWatcher::since)
            .thenComparing(OfflineWatcher::watcher)
            .thenComparing(OfflineWatcher::event);

    private final Map<Key, OfflineWatcher> watchers = new HashMap<>();

    MemoryOfflineWatchers(List<OfflineWatcher> stored) {
        stored.forEach(this::put);
    }

    /** Removes expired records and returns the others in order. */
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
