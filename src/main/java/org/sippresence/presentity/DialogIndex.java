package org.sippresence.presentity;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.presentity.memory.CompactSubscription;
import org.sippresence.presentity.memory.SubscriptionCodec;
import org.sippresence.presentity.memory.SubscriptionTable;
import org.sippresence.presentity.memory.WatcherCounts;

/** Index of all cached subscriptions by dialog and by id, with counts for each watcher. Thread-safe. */
final class DialogIndex {

    private final Part byDialog = new Part(CompactSubscription::dialogHash);
    private final Part byId = new Part(CompactSubscription::idHash);
    private final WatcherCounts byWatcher = new WatcherCounts(18);
    private final WatcherCounts byPair = new WatcherCounts(19);

    /**
     * Adds a subscription and replaces one with the same dialog or the same id.
     *
     * @param dialog the subscription's dialog
     */
    void put(CompactSubscription watched, DialogId dialog) {
        byDialog.put(watched, inDialog(dialog));
        byId.put(watched, withId(watched.id())).ifPresent(replaced -> replaced.count(-1, byWatcher, byPair));
        watched.count(1, byWatcher, byPair);
    }

    void remove(CompactSubscription watched) {
        byDialog.remove(watched);
        if (byId.remove(watched)) {
            watched.count(-1, byWatcher, byPair);
        }
    }

    Optional<Aor> presentityOf(DialogId dialog) {
        return find(dialog).map(watched -> watched.presentity());
    }

    Optional<Aor> presentityOf(String subscriptionId) {
        return byId.find(SubscriptionTable.spread(subscriptionId.hashCode()), withId(subscriptionId))
                .map(watched -> watched.presentity());
    }

    /** Returns the number of subscriptions of a watcher; rarely too high, never too low. */
    int countOf(Aor watcher) {
        return byWatcher.count(0, SubscriptionCodec.key(watcher.uri()));
    }

    /** Returns the number of subscriptions of a watcher to a presentity; rarely too high, never too low. */
    int countOf(Aor watcher, Aor presentity) {
        return byPair.count(presentity.hashCode(), SubscriptionCodec.key(watcher.uri()));
    }

    Optional<CompactSubscription> find(DialogId dialog) {
        return byDialog.find(SubscriptionTable.spread(dialog.hashCode()), inDialog(dialog));
    }

    private static Predicate<CompactSubscription> inDialog(DialogId dialog) {
        byte[] key = SubscriptionCodec.key(dialog.callId(), dialog.localTag(), dialog.remoteTag());
        return watched -> watched.isInDialog(key);
    }

    private static Predicate<CompactSubscription> withId(String id) {
        byte[] key = SubscriptionCodec.key(id);
        return watched -> watched.isId(key);
    }

    int size() {
        return byId.size();
    }

    /**
     * Index by one property. It is split into tables with one lock each, which keeps contention low and limits the effect of a
     * table that grows.
     */
    private static final class Part {

        private static final int TABLES = 64;

        private final ToIntFunction<CompactSubscription> hash;
        private final SubscriptionTable[] tables;

        Part(ToIntFunction<CompactSubscription> hash) {
            this.hash = hash;
            this.tables = IntStream.range(0, TABLES)
                    .mapToObj(i -> new SubscriptionTable(hash))
                    .toArray(SubscriptionTable[]::new);
        }

        /** Selects the table by the highest bits of the hash, since the tables use the lowest. */
        private SubscriptionTable table(int hashed) {
            return tables[hashed >>> 26];
        }

        /** Adds a subscription and returns the one that it replaces. */
        Optional<CompactSubscription> put(CompactSubscription watched, Predicate<CompactSubscription> alike) {
            int hashed = hash.applyAsInt(watched);
            SubscriptionTable table = table(hashed);
            synchronized (table) {
                Optional<CompactSubscription> replaced =
                        table.find(hashed, alike).filter(table::remove);
                table.add(watched);
                return replaced;
            }
        }

        boolean remove(CompactSubscription watched) {
            SubscriptionTable table = table(hash.applyAsInt(watched));
            synchronized (table) {
                return table.remove(watched);
            }
        }

        Optional<CompactSubscription> find(int hashed, Predicate<CompactSubscription> wanted) {
            SubscriptionTable table = table(hashed);
            synchronized (table) {
                return table.find(hashed, wanted);
            }
        }

        int size() {
            int size = 0;
            for (SubscriptionTable table : tables) {
                synchronized (table) {
                    size += table.size();
                }
            }
            return size;
        }
    }
}
