package org.sippresence.presentity;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.EntityTag;

/**
 * A piece of a published presence document, taken apart for reports in SQL; the tables and columns are those of the SER
 * presence agent. Derived from publications and never read back.
 */
public sealed interface ReportRow {

    /**
     * A {@code note} of the whole presentity (table {@code presentity_notes}).
     *
     * @param etag of the publication that carries it
     * @param lang the note's xml:lang, or empty
     * @param expires when the publication ends
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
     * An element of another namespace directly in {@code presence} (table {@code presentity_extensions}).
     *
     * @param etag of the publication that carries it
     * @param element as XML, complete by itself
     * @param expires when the publication ends
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
     * @param etag of the publication that carries it
     * @param tuple how it is named
     * @param open its basic status, stored as 0 for open and 1 for closed
     * @param expires when the publication ends
     * @param contact the URI, or empty
     * @param priority of the contact, from 0 to 1
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
     * The two names of a tuple.
     *
     * @param id ours, unique within the presentity
     * @param published the one in the PUBLISH
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
     * An element of another namespace in a tuple (table {@code tuple_extensions}).
     *
     * @param element as XML, complete by itself
     * @param inStatus whether it stands in the tuple's {@code status}
     */
    record TupleExtension(TupleName tuple, String element, boolean inStatus) implements ReportRow {
        public TupleExtension {
            Objects.requireNonNull(tuple, "tuple");
            Objects.requireNonNull(element, "element");
        }
    }
}
