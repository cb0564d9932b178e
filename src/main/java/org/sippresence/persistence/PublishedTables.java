package org.sippresence.persistence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.StatelessSession;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PublishedRow;
import org.sippresence.presentity.PublishedRow.Contact;
import org.sippresence.presentity.PublishedRow.Extension;
import org.sippresence.presentity.PublishedRow.Note;
import org.sippresence.presentity.PublishedRow.TupleExtension;
import org.sippresence.presentity.PublishedRow.TupleNote;

/**
 * Published presence documents taken apart, for reports in SQL: {@code presentity_notes}, {@code presentity_extensions},
 * {@code presentity_contact}, {@code tuple_notes} and {@code tuple_extensions}. Written behind, some presentities at a
 * time; what is longer than its column is clipped. Made by {@link JpaPresentityStore#publishedTables()}. Blocking; callable
 * from many threads as long as no presentity is written by two at once.
 */
public final class PublishedTables {

    private static final List<String> CLEAR = List.of(
            PresentityNoteEntity.CLEAR,
            PresentityExtensionEntity.CLEAR,
            PresentityContactEntity.CLEAR,
            TupleNoteEntity.CLEAR,
            TupleExtensionEntity.CLEAR);

    private final Transactions transactions;

    PublishedTables(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Replaces all rows of the presentities in one transaction; a presentity without rows is cleared. A few hundred
     * presentities at a time are a good size.
     *
     * @throws java.io.UncheckedIOException if the database fails; nothing is changed then
     */
    public void rewrite(Map<Aor, List<PublishedRow>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> presIds = rows.keySet().stream().map(Keys::presentity).toList();
        List<Object> entities = entities(rows);
        transactions.run(session -> {
            for (String query : CLEAR) {
                session.createNamedMutationQuery(query)
                        .setParameterList("presIds", presIds)
                        .executeUpdate();
            }
            insert(session, entities);
            return entities.size();
        });
    }

    /** By type, because a JDBC batch ends where the type changes. */
    private static void insert(StatelessSession session, List<Object> entities) {
        entities.stream()
                .collect(Collectors.groupingBy(Object::getClass, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(ofOneType -> ofOneType.forEach(session::insert));
    }

    private static List<Object> entities(Map<Aor, List<PublishedRow>> rows) {
        List<Object> entities = new ArrayList<>();
        rows.forEach((presentity, ofPresentity) -> {
            String presId = Keys.presentity(presentity);
            for (int i = 0; i < ofPresentity.size(); i++) {
                entities.add(entity(new RowKey(presId, i), ofPresentity.get(i)));
            }
        });
        return entities;
    }

    private static Object entity(RowKey key, PublishedRow row) {
        if (row instanceof Note note) {
            return PresentityNoteEntity.fromDomain(key, note);
        }
        if (row instanceof Extension extension) {
            return PresentityExtensionEntity.fromDomain(key, extension);
        }
        if (row instanceof TupleNote note) {
            return TupleNoteEntity.fromDomain(key, note);
        }
        if (row instanceof TupleExtension extension) {
            return TupleExtensionEntity.fromDomain(key, extension);
        }
        return PresentityContactEntity.fromDomain(key.presId(), (Contact) row);
    }
}
