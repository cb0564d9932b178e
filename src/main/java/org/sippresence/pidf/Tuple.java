package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.xml.Element;

/**
 * One way to reach the presentity (RFC 3863 section 4.1.2).
 *
 * @param id not empty; unique within a document
 * @param extensions elements that PIDF does not define, in document order
 * @param timestamp an XML dateTime as published
 */
public record Tuple(
        String id,
        TupleStatus status,
        List<Element> extensions,
        Optional<Contact> contact,
        List<Note> notes,
        Optional<String> timestamp) {

    public Tuple {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("tuple without id");
        }
        Objects.requireNonNull(status, "status");
        extensions = List.copyOf(extensions);
        Objects.requireNonNull(contact, "contact");
        notes = List.copyOf(notes);
        Objects.requireNonNull(timestamp, "timestamp");
    }

    /** Creates a tuple with only a status. */
    public static Tuple of(String id, TupleStatus status) {
        return new Tuple(id, status, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    int rank() {
        return contact.map(Contact::rank).orElse(-1);
    }

    Tuple withId(String newId) {
        return new Tuple(newId, status, extensions, contact, notes, timestamp);
    }

    Tuple withExtensions(TupleStatus newStatus, List<Element> newExtensions) {
        return new Tuple(id, newStatus, newExtensions, contact, notes, timestamp);
    }
}
