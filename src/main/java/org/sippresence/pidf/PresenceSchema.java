package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.xml.Element;

/**
 * Makes presence documents valid by the schemas of PIDF and of the extensions in {@link ExtensionSchemas}. Removes the
 * smallest invalid parts; corrects the order of elements and the lexical form of values. Elements of other namespaces remain
 * unchanged. Pure functions that examine only extensions.
 */
@SuppressWarnings("ReferenceEquality") // identity means that nothing was changed
public final class PresenceSchema {

    private PresenceSchema() {}

    /**
     * Returns the document with invalid parts removed or corrected.
     *
     * @return the same instance if it is valid
     */
    public static Pidf conform(Pidf document) {
        List<Tuple> tuples = document.tuples();
        for (int i = 0; i < tuples.size(); i++) {
            Tuple each = document.tuples().get(i);
            Tuple valid = conform(each);
            if (valid != each) {
                tuples = tuples == document.tuples() ? new ArrayList<>(tuples) : tuples;
                tuples.set(i, valid);
            }
        }
        List<Note> notes = notes(document.notes());
        List<Element> extensions = extensions(document.extensions());
        return tuples == document.tuples() && notes == document.notes() && extensions == document.extensions()
                ? document
                : new Pidf(document.entity(), tuples, notes, extensions);
    }

    /** Returns a description of the first violation for the publisher; empty if the document is valid. */
    public static Optional<String> violation(Pidf document) {
        for (Tuple each : document.tuples()) {
            if (!timestamp(each.timestamp()).equals(each.timestamp())) {
                return Optional.of("timestamp is not an xs:dateTime");
            }
            Optional<String> invalid = violation(each.status().extensions()).or(() -> violation(each.extensions()));
            if (invalid.isPresent()) {
                return invalid;
            }
            if (notes(each.notes()) != each.notes()) {
                return Optional.of("xml:lang of a note is not a language");
            }
        }
        if (notes(document.notes()) != document.notes()) {
            return Optional.of("xml:lang of a note is not a language");
        }
        return violation(document.extensions());
    }

    private static Optional<String> violation(List<Element> extensions) {
        return extensions.stream()
                .filter(each -> extension(each).filter(valid -> valid == each).isEmpty())
                .findFirst()
                .map(each -> isForeign(each)
                        ? "element " + each.name() + " is not valid by its schema"
                        : "element " + each.name() + " is not allowed in its namespace");
    }

    private static Tuple conform(Tuple tuple) {
        List<Element> inStatus = extensions(tuple.status().extensions());
        List<Element> extensions = extensions(tuple.extensions());
        List<Note> notes = notes(tuple.notes());
        Optional<String> timestamp = timestamp(tuple.timestamp());
        if (inStatus == tuple.status().extensions()
                && extensions == tuple.extensions()
                && notes == tuple.notes()
                && timestamp.equals(tuple.timestamp())) {
            return tuple;
        }
        TupleStatus status = new TupleStatus(tuple.status().basic(), inStatus);
        return new Tuple(tuple.id(), status, extensions, tuple.contact(), notes, timestamp);
    }

    private static Optional<String> timestamp(Optional<String> timestamp) {
        return timestamp.flatMap(SimpleType.DATE_TIME::conform);
    }

    private static List<Note> notes(List<Note> notes) {
        if (notes.stream().allMatch(PresenceSchema::isValid)) {
            return notes;
        }
        return notes.stream()
                .map(each -> isValid(each) ? each : new Note(each.text(), ""))
                .toList();
    }

    private static boolean isValid(Note note) {
        return SimpleType.LANGUAGE.conform(note.lang()).isPresent();
    }

    private static List<Element> extensions(List<Element> extensions) {
        List<Element> valid = new ArrayList<>(extensions.size());
        boolean same = true;
        for (Element each : extensions) {
            Optional<Element> kept = extension(each);
            same &= kept.isPresent() && kept.get() == each;
            kept.ifPresent(valid::add);
        }
        return same ? extensions : valid;
    }

    /** Checks a child of a PIDF element, which must be of another namespace. */
    private static Optional<Element> extension(Element element) {
        if (!isForeign(element)) {
            return Optional.empty();
        }
        return ExtensionSchemas.conform(element)
                .map(valid -> valid == element ? element : ElementExtraction.extract(valid));
    }

    private static boolean isForeign(Element element) {
        return !element.namespace().isEmpty() && !element.namespace().equals(Namespaces.PIDF);
    }
}
