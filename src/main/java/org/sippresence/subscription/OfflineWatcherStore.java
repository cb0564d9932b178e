package org.sippresence.subscription;

import java.util.List;

/**
 * The watchers who came while the presentity whose turn it is was offline, as its lane sees them: what is stored, and what this
 * and earlier turns wrote and is not yet committed. Only to be used within the turn; the first look in a turn may read the
 * database, and throws an {@link java.io.UncheckedIOException} if that fails.
 */
public interface OfflineWatcherStore {

    /** Those of all event packages whose time is not over, by the time at which they came. */
    List<OfflineWatcher> list();

    /** Adds a watcher, or replaces what is stored of the same watcher and event package. */
    void save(OfflineWatcher watcher);

    /** Removes what is stored of this watcher and event package; nothing happens if there is nothing. */
    void remove(OfflineWatcher watcher);
}
