package org.sippresence.persistence;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Acknowledgements;
import org.sippresence.presentity.LaggingWatchers;

/**
 * Finds presentities whose watchers may lack a notification: rows whose change number is above the mark, and listed
 * watchers. Runs in one transaction.
 */
final class LaggingRows {

    private static final String OF_SUBSCRIPTIONS =
            "select w.presentityUri, w.id, w.demanded from ActiveWatcher w where w.demanded > :mark"
                    + " or w.id in (select m.id from NotifyMark m)";
    private static final String OF_PUBLICATIONS =
            "select p.uri, b.changed from Publication b, Presentity p where b.changed > :mark and p.presId = b.presId";
    private static final String OF_CONTACTS =
            "select p.uri, l.changed from Location l, Presentity p where l.changed > :mark and p.presId = l.presId";
    private static final String OF_OTHERS =
            "select c from PresentityChange c where c.changed > :mark or c.moved > :mark";

    private final EntityManager manager;
    private final Set<String> listed = new HashSet<>();
    private final Set<Aor> changed = new HashSet<>();
    private final Set<Aor> moved = new HashSet<>();
    private final Map<Aor, Set<String>> subscriptions = new HashMap<>();
    private long mark;
    private long highest;

    private LaggingRows(EntityManager manager) {
        this.manager = manager;
    }

    static LaggingWatchers find(EntityManager manager) {
        LaggingRows rows = new LaggingRows(manager);
        rows.readMarks();
        rows.readSubscriptions();
        rows.readChanges(OF_PUBLICATIONS);
        rows.readChanges(OF_CONTACTS);
        rows.readOthers();
        return new LaggingWatchers(rows.mark, rows.highest, rows.listed, rows.changed, rows.moved, rows.subscriptions);
    }

    /** The change number up to which every watcher except the listed ones has acknowledged everything. */
    static long mark(EntityManager manager) {
        return Optional.ofNullable(manager.find(NotifyMarkEntity.class, Acknowledgements.ALL))
                .map(NotifyMarkEntity::acknowledged)
                .orElse(0L);
    }

    private void readMarks() {
        for (NotifyMarkEntity row : manager.createQuery("select m from NotifyMark m", NotifyMarkEntity.class)
                .getResultList()) {
            if (row.id().equals(Acknowledgements.ALL)) {
                mark = row.acknowledged();
            } else {
                listed.add(row.id());
            }
        }
        highest = mark;
    }

    private List<Object[]> above(String query) {
        return manager.createQuery(query, Object[].class)
                .setParameter("mark", mark)
                .getResultList();
    }

    private void readSubscriptions() {
        for (Object[] row : above(OF_SUBSCRIPTIONS)) {
            Aor presentity = new Aor((String) row[0]);
            subscriptions.computeIfAbsent(presentity, first -> new HashSet<>()).add((String) row[1]);
            if (isNew((Long) row[2])) {
                moved.add(presentity);
            }
        }
    }

    private void readChanges(String query) {
        for (Object[] row : above(query)) {
            if (isNew((Long) row[1])) {
                changed.add(new Aor((String) row[0]));
            }
        }
    }

    private void readOthers() {
        for (PresentityChangeEntity row : manager.createQuery(OF_OTHERS, PresentityChangeEntity.class)
                .setParameter("mark", mark)
                .getResultList()) {
            if (isNew(row.changed())) {
                changed.add(row.presentity());
            }
            if (isNew(row.moved())) {
                moved.add(row.presentity());
            }
        }
    }

    private boolean isNew(long number) {
        highest = Math.max(highest, number);
        return number > mark;
    }
}
