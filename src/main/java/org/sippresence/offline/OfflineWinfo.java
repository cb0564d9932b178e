package org.sippresence.offline;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;

/**
 * SER's functions {@code store_winfo} and {@code dump_stored_winfo} for in-process callers. Callable from any thread; a future is
 * completed in the presentity's lane, after the commit where something was written, and fails with {@link UncheckedIOException}
 * on a database failure.
 */
public final class OfflineWinfo {

    private final Presentities presentities;
    private final OfflineWatchers watchers;
    private final Notifier notifier;

    public OfflineWinfo(Presentities presentities, OfflineWatchers watchers, Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.watchers = Objects.requireNonNull(watchers, "watchers");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /** Returns whether the feature is enabled; otherwise nothing is stored and nobody is notified. */
    public boolean isUsed() {
        return watchers.isUsed();
    }

    /** Returns the stored records of a presentity, oldest first. */
    public CompletableFuture<List<OfflineWatcher>> stored(Aor presentity) {
        return presentities.read(
                presentity, transaction -> transaction.offlineWatchers().list());
    }

    /**
     * Stores a record, whether the presentity is online or not.
     *
     * @return false if the maximum number is reached and a new record cannot be stored
     */
    public CompletableFuture<Boolean> store(Aor presentity, Aor watcher, EventName event) {
        return presentities.change(presentity, transaction -> watchers.store(transaction, watcher, event));
    }

    /**
     * Result of a dump.
     *
     * @param watchers number of stored records
     * @param notified number of watcher information subscriptions that are notified of them; with 0 nothing happens
     */
    public record Dump(int watchers, int notified) {}

    /**
     * Notifies the subscribers to the presentity's watcher information of the stored records. The records are removed when the
     * presentity has answered the NOTIFY with 2xx.
     *
     * @param event the watched package, such as {@code presence}
     */
    public CompletableFuture<Dump> dump(Aor presentity, EventName event) {
        return presentities.read(presentity, transaction -> dump(transaction, event));
    }

    private Dump dump(PresentityTransaction transaction, EventName event) {
        int stored = (int) transaction.offlineWatchers().list().stream()
                .filter(each -> each.event().equals(event))
                .count();
        List<Subscription> reported = OfflineWatchers.subscriptions(transaction, event);
        if (stored == 0 || !watchers.isUsed()) {
            return new Dump(stored, 0);
        }
        for (Subscription each : reported) {
            watchers.dumpTo(each);
            notifier.notifyImmediately(transaction, each);
        }
        return new Dump(stored, reported.size());
    }
}
