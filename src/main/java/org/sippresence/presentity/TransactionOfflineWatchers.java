package org.sippresence.presentity;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.OfflineWatcherStore;

/** The offline watchers of one presentity within a transaction. */
final class TransactionOfflineWatchers implements OfflineWatcherStore {

    private final PresentityState state;
    private final PresentityMemory memory;
    private final Instant now;
    private final Consumer<Write> writes;

    TransactionOfflineWatchers(PresentityState state, PresentityMemory memory, Instant now, Consumer<Write> writes) {
        this.state = state;
        this.memory = memory;
        this.now = now;
        this.writes = writes;
    }

    @Override
    public List<OfflineWatcher> list() {
        return memory.offlineWatchers(state).live(now);
    }

    @Override
    public void save(OfflineWatcher watcher) {
        memory.offlineWatchers(state).put(own(watcher));
        writes.accept(new Write.SaveOfflineWatcher(watcher));
    }

    @Override
    public void remove(OfflineWatcher watcher) {
        if (memory.offlineWatchers(state).remove(own(watcher))) {
            writes.accept(new Write.RemoveOfflineWatcher(watcher));
        }
    }

    /** Checks the presentity: records of another one are written in another lane. */
    private OfflineWatcher own(OfflineWatcher watcher) {
        if (!watcher.presentity().equals(state.aor)) {
            throw new IllegalArgumentException(watcher.watcher() + " does not watch " + state.aor);
        }
        return watcher;
    }
}
