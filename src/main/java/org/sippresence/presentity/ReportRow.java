package org.sippresence.presentity;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.EntityTag;

/**
 * One row of the report tables, derived from a published presence document; tables and columns are those of SER's presence agent.
 * Never read back.
 */
public sealed interface ReportRow {

    /**
     * A {@code note} of the whole presentity (table {@code presentity_notes}).
     *
     * @param etag the entity-tag of the publication
     * @param lang the note's xml:lang, or empty
     * @param expires the expiry of the publication
     */
    record Note(EntityTag etag, String text, Instant expires, String lang) implements ReportRow {
        public Note {
            Objects.requireNonNull(etag, "etag");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(lang, "lang");
        }
    }

    /**
     * An extension element that is a direct child of {@code presence} (table {@code presentity_extensions}).
     *
     * @param etag the entity-tag of the publication
     * @param element the element as self-contained XML
     * @param expires the expiry of the publication
     */
    record Extension(EntityTag etag, String element, Instant expires) implements ReportRow {
        public Extension {
            Objects.requireNonNull(etag, "etag");
            Objects.requireNonNull(element, "element");
            Objects.requireNonNull(expires, "expires");
        }
    }

    /**
     * A tuple (table {@code presentity_contact}).
     *
     * @param etag the entity-tag of the publication
     * @param tuple the ids of the tuple
     * @param open the basic status, stored as 0 for open and 1 for closed
     * @param expires the expiry of the publication
     * @param contact the contact URI, or empty
     * @param priority the priority of the contact, from 0 to 1
     */
    record Contact(EntityTag etag, TupleName tuple, boolean open, Instant expires, String contact, double priority)
            implements ReportRow {
        public Contact {
            Objects.requireNonNull(etag, "etag");
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(contact, "contact");
            if (!(priority >= 0 && priority <= 1)) {
                throw new IllegalArgumentException("priority is not between 0 and 1");
            }
        }
    }

    /**
     * The two ids of a tuple.
     *
     * @param id the id assigned by this server, unique within the presentity
     * @param published the id in the PUBLISH
     */
    record TupleName(String id, String published) {
        public TupleName {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(published, "published");
        }
    }

    /**
     * A {@code note} of a tuple (table {@code tuple_notes}).
     *
     * @param lang the note's xml:lang, or empty
     */
    record TupleNote(TupleName tuple, String text, String lang) implements ReportRow {
        public TupleNote {
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(lang, "lang");
        }
    }

    /**
     * An extension element in a tuple (table {@code tuple_extensions}).
     *
     * @param element the element as self-contained XML
     * @param inStatus whether it is a child of the tuple's {@code status}
     */
    record TupleExtension(TupleName tuple, String element, boolean inStatus) implements ReportRow {
        public TupleExtension {
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(element, "element");
        }
    }
}
