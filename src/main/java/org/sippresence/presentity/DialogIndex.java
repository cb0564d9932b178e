package org.sippresence.presentity;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;

/** Which subscription of which presentity lives in a dialog: of all presentities that are in memory. Thread-safe. */
final class DialogIndex {

    private final Part byDialog = new Part(Watched::dialogHash);
    private final Part byId = new Part(Watched::idHash);
    private final WatcherCounts byWatcher = new WatcherCounts(18);
    private final WatcherCounts byPair = new WatcherCounts(19);

    /**
     * In place of another one with the same dialog or the same id.
     *
     * @param dialog the one it lives in
     */
    void put(Watched watched, DialogId dialog) {
        byDialog.put(watched, inDialog(dialog));
        byId.put(watched, withId(watched.id())).ifPresent(replaced -> replaced.count(-1, byWatcher, byPair));
        watched.count(1, byWatcher, byPair);
    }

    void remove(Watched watched) {
        byDialog.remove(watched);
        if (byId.remove(watched)) {
            watched.count(-1, byWatcher, byPair);
        }
    }

    Optional<Aor> presentityOf(DialogId dialog) {
        return find(dialog).map(watched -> watched.presentity);
    }

    Optional<Aor> presentityOf(String subscriptionId) {
        return byId.find(WatchedTable.spread(subscriptionId.hashCode()), withId(subscriptionId))
                .map(watched -> watched.presentity);
    }

    /** How many subscriptions a watcher has; seldom more than the truth, never less. */
    int countOf(Aor watcher) {
        return byWatcher.count(0, Packed.key(watcher.uri()));
    }

    /** How many subscriptions a watcher has to a presentity; seldom more than the truth, never less. */
    int countOf(Aor watcher, Aor presentity) {
        return byPair.count(presentity.hashCode(), Packed.key(watcher.uri()));
    }

    Optional<Watched> find(DialogId dialog) {
        return byDialog.find(WatchedTable.spread(dialog.hashCode()), inDialog(dialog));
    }

    private static Predicate<Watched> inDialog(DialogId dialog) {
        byte[] key = Packed.key(dialog.callId(), dialog.localTag(), dialog.remoteTag());
        return watched -> watched.isInDialog(key);
    }

    private static Predicate<Watched> withId(String id) {
        byte[] key = Packed.key(id);
        return watched -> watched.isId(key);
    }

    int size() {
        return byId.size();
    }

    /** By one thing, in tables with a lock each, so that threads seldom meet and a table that grows holds up few. */
    private static final class Part {

        private static final int TABLES = 64;

        private final ToIntFunction<Watched> hash;
        private final WatchedTable[] tables;

        Part(ToIntFunction<Watched> hash) {
            this.hash = hash;
            this.tables = IntStream.range(0, TABLES)
                    .mapToObj(i -> new WatchedTable(hash))
                    .toArray(WatchedTable[]::new);
        }

        /** By the highest bits: tables look at the lowest. */
        private WatchedTable table(int hashed) {
            return tables[hashed >>> 26];
        }

        /** Tells which one it took the place of. */
        Optional<Watched> put(Watched watched, Predicate<Watched> alike) {
            int hashed = hash.applyAsInt(watched);
            WatchedTable table = table(hashed);
            synchronized (table) {
                Optional<Watched> replaced = table.find(hashed, alike).filter(table::remove);
                table.add(watched);
                return replaced;
            }
        }

        boolean remove(Watched watched) {
            WatchedTable table = table(hash.applyAsInt(watched));
            synchronized (table) {
                return table.remove(watched);
            }
        }

        Optional<Watched> find(int hashed, Predicate<Watched> wanted) {
            WatchedTable table = table(hashed);
            synchronized (table) {
                return table.find(hashed, wanted);
            }
        }

        int size() {
            int size = 0;
            for (WatchedTable table : tables) {
                synchronized (table) {
                    size += table.size();
                }
            }
            return size;
        }
    }
}
