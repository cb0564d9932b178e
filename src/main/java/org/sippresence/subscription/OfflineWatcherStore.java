package org.sippresence.subscription;

import java.util.List;

/**
 * The offline watchers of the presentity of a running transaction, as its lane sees them: stored records and uncommitted writes
 * of this and earlier transactions. Must only be used within the transaction. The first access may read the database and throws
 * an {@link java.io.UncheckedIOException} if that fails.
 */
public interface OfflineWatcherStore {

    /** Returns the unexpired records of all event packages, ordered by time of arrival. */
    List<OfflineWatcher> list();

    /** Adds a record or replaces the one with the same watcher and event package. */
    void save(OfflineWatcher watcher);

    /** Removes the record of this watcher and event package; does nothing if there is none. */
    void remove(OfflineWatcher watcher);
}
