package org.sippresence.persistence;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.sippresence.model.Aor;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportRow.Contact;
import org.sippresence.presentity.ReportRow.Extension;
import org.sippresence.presentity.ReportRow.Note;
import org.sippresence.presentity.ReportRow.TupleExtension;
import org.sippresence.presentity.ReportRow.TupleNote;
import org.sippresence.presentity.ReportStore;

/**
 * Report tables, relational copies of published presence documents for SQL: {@code presentity_notes}, {@code
 * presentity_extensions}, {@code presentity_contact}, {@code tuple_notes} and {@code tuple_extensions}. Values longer
 * than their columns are truncated. Uses the connections of the store and is closed with it.
 */
final class JpaReportStore implements ReportStore {

    private static final int PAGE = 512;

    private static final List<Class<?>> ENTITIES = List.of(
            PresentityNoteEntity.class,
            PresentityExtensionEntity.class,
            PresentityContactEntity.class,
            TupleNoteEntity.class,
            TupleExtensionEntity.class);

    private final Transactions transactions;

    JpaReportStore(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public void rewrite(Map<Aor, List<ReportRow>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> presIds =
                rows.keySet().stream().map(DerivedKeys::presentity).toList();
        List<Object> entities = entities(rows);
        transactions.write(session -> {
            clear(session, presIds);
            insert(session, entities);
        });
    }

    private static void clear(StatelessSession session, List<String> presIds) {
        for (Class<?> entity : ENTITIES) {
            int unused = session.createMutationQuery(
                            "delete from " + entity.getName() + " r where r.presId in (:presIds)")
                    .setParameterList("presIds", presIds)
                    .executeUpdate();
        }
    }

    /**
     * Removes rows without a publication. They are selected without locking rows that lanes write. A presentity that
     * publishes for the first time between selection and removal loses nothing: its report rows are written after the
     * commit.
     */
    @Override
    public void removeOrphans() {
        for (Class<?> entity : ENTITIES) {
            List<String> orphans;
            do {
                List<String> page = transactions.read(manager -> orphans(manager, entity));
                if (!page.isEmpty()) {
                    transactions.write(session -> clear(session, page));
                }
                orphans = page;
            } while (orphans.size() == PAGE);
        }
    }

    private static List<String> orphans(EntityManager manager, Class<?> entity) {
        return manager.createQuery(
                        "select distinct r.presId from " + entity.getName()
                                + " r where not exists (select 1 from Presentity p where p.presId = r.presId)",
                        String.class)
                .setMaxResults(PAGE)
                .getResultList();
    }

    /** Inserts by type, because a JDBC batch ends where the type changes. */
    private static void insert(StatelessSession session, List<Object> entities) {
        entities.stream()
                .collect(Collectors.groupingBy(Object::getClass, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(ofOneType -> ofOneType.forEach(session::insert));
    }

    private static List<Object> entities(Map<Aor, List<ReportRow>> rows) {
        List<Object> entities = new ArrayList<>();
        rows.forEach((presentity, ofPresentity) -> {
            String presId = DerivedKeys.presentity(presentity);
            for (int i = 0; i < ofPresentity.size(); i++) {
                entities.add(entity(new RowKey(presId, i), ofPresentity.get(i)));
            }
        });
        return entities;
    }

    private static Object entity(RowKey key, ReportRow row) {
        if (row instanceof Note note) {
            return new PresentityNoteEntity(key, note);
        }
        if (row instanceof Extension extension) {
            return new PresentityExtensionEntity(key, extension);
        }
        if (row instanceof TupleNote note) {
            return new TupleNoteEntity(key, note);
        }
        if (row instanceof TupleExtension extension) {
            return new TupleExtensionEntity(key, extension);
        }
        return new PresentityContactEntity(key.presId(), (Contact) row);
    }
}
