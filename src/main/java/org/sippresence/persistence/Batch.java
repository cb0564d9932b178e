package org.sippresence.persistence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    private final Map<String, PresentityEntity> presentities = new TreeMap<>();
    private final Map<String, PublicationEntity> publications = new TreeMap<>();
    private final Map<String, ActiveWatcherEntity> watchers = new TreeMap<>();
    private final Map<String, WatcherEntity> decisions = new TreeMap<>();
    private final Map<String, PublicationEntity> endedPublications = new TreeMap<>();
    private final Map<String, ActiveWatcherEntity> endedWatchers = new TreeMap<>();
    private final Map<String, XcapEntity> documents = new TreeMap<>();
    private final Map<String, XcapEntity> endedDocuments = new TreeMap<>();
    private final Map<String, LocationEntity> bindings = new TreeMap<>();
    private final Map<String, LocationEntity> endedBindings = new TreeMap<>();
    private final Map<String, OfflineWinfoEntity> offlineWatchers = new TreeMap<>();
    private final Map<String, OfflineWinfoEntity> endedOfflineWatchers = new TreeMap<>();
    private final Map<String, PresentityChangeEntity> changes = new TreeMap<>();
    private final Map<String, NotifyMarkEntity> marks = new TreeMap<>();
    private final Map<String, NotifyMarkEntity> endedMarks = new TreeMap<>();
    private final Instant now;

    private Batch(Instant now) {
        this.now = now;
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
            PublicationEntity row = PublicationEntity.fromDomain(save.publication(), save.changed());
            publications.merge(save.publication().id(), row, (earlier, later) -> later.begunAs(earlier));
        } else if (write instanceof SaveSubscription save) {
            watchers.put(
                    save.subscription().id(),
                    ActiveWatcherEntity.fromDomain(save.subscription(), save.reserved(), save.demanded()));
        } else if (write instanceof RemovePublication remove) {
            String id = remove.publication().id();
            publications.remove(id);
            endedPublications.put(id, PublicationEntity.withId(id));
        } else if (write instanceof RemoveSubscription remove) {
            String id = remove.subscription().id();
            watchers.remove(id);
            endedWatchers.put(id, ActiveWatcherEntity.withId(id));
        } else if (write instanceof SavePresentity save) {
            presentities.put(save.presentity().uri(), PresentityEntity.fromDomain(save.presentity(), save.pdomain()));
        } else if (write instanceof SaveDecision save) {
            decisions.put(WatcherEntity.id(save.subscription()), WatcherEntity.fromDomain(save.subscription(), now));
        } else if (write instanceof SaveBinding save) {
            bindings.put(save.binding().id(), LocationEntity.fromDomain(save.binding(), save.changed(), now));
        } else if (write instanceof RemoveBinding remove) {
            String id = remove.binding().id();
            bindings.remove(id);
            endedBindings.put(id, LocationEntity.withId(id));
        } else if (write instanceof SaveDocument save) {
            documents.put(DerivedKeys.document(save.document().key()), XcapEntity.fromDomain(save.document()));
        } else if (write instanceof RemoveDocument remove) {
            String id = DerivedKeys.document(remove.key());
            documents.remove(id);
            endedDocuments.put(id, XcapEntity.withId(id));
        } else if (write instanceof SaveOfflineWatcher || write instanceof RemoveOfflineWatcher) {
            addOffline(write);
        } else {
            addMark(write);
        }
    }

    private void addMark(Write write) {
        if (write instanceof SaveChange save) {
            changes.put(
                    save.presentity().uri(),
                    PresentityChangeEntity.of(save.presentity(), save.changed(), save.moved()));
        } else if (write instanceof SaveMark save) {
            marks.put(save.id(), new NotifyMarkEntity(save.id(), save.acknowledged()));
        } else if (write instanceof RemoveMark remove) {
            marks.remove(remove.id());
            endedMarks.put(remove.id(), new NotifyMarkEntity(remove.id(), 0));
        }
    }

    private void addOffline(Write write) {
        if (write instanceof SaveOfflineWatcher save) {
            offlineWatchers.put(OfflineWinfoEntity.id(save.watcher()), OfflineWinfoEntity.fromDomain(save.watcher()));
        } else if (write instanceof RemoveOfflineWatcher remove) {
            String id = OfflineWinfoEntity.id(remove.watcher());
            offlineWatchers.remove(id);
            endedOfflineWatchers.put(id, OfflineWinfoEntity.fromDomain(remove.watcher()));
        }
    }

    /** Writes the rows in a transaction, which may be repeated. */
    void writeTo(StatelessSession session) {
        endedPublications.values().forEach(session::delete);
        endedWatchers.values().forEach(session::delete);
        endedDocuments.values().forEach(session::delete);
        endedBindings.values().forEach(session::delete);
        endedOfflineWatchers.values().forEach(session::delete);
        endedMarks.values().forEach(session::delete);
        List<Object> rows = new ArrayList<>(presentities.values());
        rows.addAll(publications.values());
        rows.addAll(watchers.values());
        rows.addAll(decisions.values());
        rows.addAll(documents.values());
        rows.addAll(bindings.values());
        rows.addAll(offlineWatchers.values());
        rows.addAll(changes.values());
        rows.addAll(marks.values());
        rows.forEach(session::insert);
    }
}
