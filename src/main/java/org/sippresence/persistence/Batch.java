package org.sippresence.persistence;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.sippresence.presentity.Write;
import org.sippresence.presentity.Write.RemoveBinding;
import org.sippresence.presentity.Write.RemoveDocument;
import org.sippresence.presentity.Write.RemoveMark;
import org.sippresence.presentity.Write.RemoveOfflineWatcher;
import org.sippresence.presentity.Write.RemovePublication;
import org.sippresence.presentity.Write.RemoveSubscription;
import org.sippresence.presentity.Write.SaveBinding;
import org.sippresence.presentity.Write.SaveChange;
import org.sippresence.presentity.Write.SaveDecision;
import org.sippresence.presentity.Write.SaveDocument;
import org.sippresence.presentity.Write.SaveMark;
import org.sippresence.presentity.Write.SaveOfflineWatcher;
import org.sippresence.presentity.Write.SavePresentity;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.presentity.Write.SaveSubscription;

/**
 * A group of writes, reduced to the last write of each row and sorted by table and key. A JDBC batch ends where the
 * statement changes, and two groups that lock their rows in the same order cannot deadlock. Deletes go first, because a
 * new row may reuse a unique value of a deleted row.
 */
final class Batch {

    /** The order in which tables are written. */
    private static final List<Class<?>> TABLES = List.of(
            PresentityEntity.class,
            PublicationEntity.class,
            ActiveWatcherEntity.class,
            WatcherEntity.class,
            XcapEntity.class,
            LocationEntity.class,
            OfflineWinfoEntity.class,
            PresentityChangeEntity.class,
            NotifyMarkEntity.class);

    private final Map<Class<?>, SortedMap<String, Object>> saved = emptyTables();
    private final Map<Class<?>, SortedMap<String, Object>> removed = emptyTables();
    private final Instant now;

    private Batch(Instant now) {
        this.now = now;
    }

    private static Map<Class<?>, SortedMap<String, Object>> emptyTables() {
        Map<Class<?>, SortedMap<String, Object>> tables = new LinkedHashMap<>();
        TABLES.forEach(table -> tables.put(table, new TreeMap<>()));
        return tables;
    }

    /**
     * Reduces and sorts the writes.
     *
     * @param now stored with new decisions and with contacts
     */
    static Batch of(List<Write> writes, Instant now) {
        Batch batch = new Batch(now);
        writes.forEach(batch::add);
        return batch;
    }

    private void add(Write write) {
        if (write instanceof SavePublication save) {
            save(save.publication().id(), new PublicationEntity(save.publication(), save.changed()));
        } else if (write instanceof SaveSubscription save) {
            save(
                    save.subscription().id(),
                    new ActiveWatcherEntity(save.subscription(), save.reserved(), save.demanded()));
        } else if (write instanceof RemovePublication remove) {
            String id = remove.publication().id();
            remove(id, new PublicationEntity(id));
        } else if (write instanceof RemoveSubscription remove) {
            String id = remove.subscription().id();
            remove(id, new ActiveWatcherEntity(id));
        } else if (write instanceof SavePresentity save) {
            save(save.presentity().uri(), new PresentityEntity(save.presentity(), save.pdomain()));
        } else if (write instanceof SaveDecision save) {
            WatcherEntity row = new WatcherEntity(save.subscription(), now);
            save(row.id(), row);
        } else if (write instanceof SaveBinding save) {
            save(save.binding().id(), new LocationEntity(save.binding(), save.changed(), now));
        } else if (write instanceof RemoveBinding remove) {
            String id = remove.binding().id();
            remove(id, new LocationEntity(id));
        } else {
            addOther(write);
        }
    }

    private void addOther(Write write) {
        if (write instanceof SaveDocument save) {
            XcapEntity row = new XcapEntity(save.document());
            save(row.id(), row);
        } else if (write instanceof RemoveDocument remove) {
            XcapEntity row = new XcapEntity(remove.key());
            remove(row.id(), row);
        } else if (write instanceof SaveOfflineWatcher save) {
            OfflineWinfoEntity row = new OfflineWinfoEntity(save.watcher());
            save(row.key(), row);
        } else if (write instanceof RemoveOfflineWatcher remove) {
            OfflineWinfoEntity row = new OfflineWinfoEntity(remove.watcher());
            remove(row.key(), row);
        } else if (write instanceof SaveChange save) {
            save(
                    save.presentity().uri(),
                    new PresentityChangeEntity(save.presentity(), save.changed(), save.subscriptionsChanged()));
        } else if (write instanceof SaveMark save) {
            save(save.id(), new NotifyMarkEntity(save.id(), save.acknowledged()));
        } else if (write instanceof RemoveMark remove) {
            remove(remove.id(), new NotifyMarkEntity(remove.id(), 0));
        }
    }

    private void save(String key, Object row) {
        Object earlier = saved.get(row.getClass()).put(key, row);
        if (earlier instanceof PublicationEntity first && row instanceof PublicationEntity last) {
            last.beginAs(first);
        }
    }

    private void remove(String key, Object row) {
        saved.get(row.getClass()).remove(key);
        removed.get(row.getClass()).put(key, row);
    }

    /** Writes the rows in a transaction, which may be repeated. */
    void writeTo(StatelessSession session) {
        removed.values().forEach(rows -> rows.values().forEach(session::delete));
        saved.values().forEach(rows -> rows.values().forEach(session::insert));
    }
}
