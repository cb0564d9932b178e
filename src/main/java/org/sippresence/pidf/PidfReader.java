package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;
import org.sippresence.xml.NamespaceScope;

/** Reads one presence document from its elements. For one use in one thread. */
final class PidfReader {

    private final NamespaceScope scope = new NamespaceScope();
    /** Remaining number of characters that namespace declarations may take when each extension carries its own. */
    private int budget;

    /**
     * Creates a reader for one document.
     *
     * @param budget bounds, in characters, the growth of the document when it is printed together with others that bind its
     *     prefixes differently
     */
    PidfReader(int budget) {
        this.budget = budget;
    }

    Pidf read(Element presence) throws MalformedXmlException {
        String entity = attribute(presence, "entity");
        if (entity.isEmpty()) {
            throw new MalformedXmlException("presence without entity");
        }
        scope.pushAll(presence.declarations());
        List<Tuple> tuples = new ArrayList<>(2);
        List<Note> notes = new ArrayList<>(1);
        List<Element> extensions = new ArrayList<>(2);
        for (Element each : presence.children()) {
            switch (ownName(each)) {
                case "tuple" -> tuples.add(tuple(each));
                case "note" -> notes.add(note(each));
                default -> extensions.add(extension(each));
            }
        }
        return new Pidf(entity, tuples, notes, extensions);
    }

    private Tuple tuple(Element tuple) throws MalformedXmlException {
        String id = attribute(tuple, "id");
        if (id.isEmpty()) {
            throw new MalformedXmlException("tuple without id");
        }
        int mark = scope.mark();
        scope.pushAll(tuple.declarations());
        Optional<TupleStatus> status = Optional.empty();
        Optional<Contact> contact = Optional.empty();
        Optional<String> timestamp = Optional.empty();
        List<Note> notes = new ArrayList<>(1);
        List<Element> extensions = new ArrayList<>(2);
        for (Element each : tuple.children()) {
            switch (ownName(each)) {
                case "status" -> status = Optional.of(once("status", status, status(each)));
                case "contact" -> contact = once("contact", contact, contact(each));
                case "note" -> notes.add(note(each));
                case "timestamp" -> timestamp = Optional.of(once("timestamp", timestamp, timestamp(each)));
                default -> extensions.add(extension(each));
            }
        }
        scope.reset(mark);
        TupleStatus stated = status.orElse(new TupleStatus(Basic.UNSTATED, List.of()));
        return new Tuple(id, stated, extensions, contact, notes, timestamp);
    }

    private static <T> T once(String name, Optional<?> before, T now) throws MalformedXmlException {
        if (before.isPresent()) {
            throw new MalformedXmlException("tuple with more than one " + name);
        }
        return now;
    }

    private TupleStatus status(Element status) throws MalformedXmlException {
        int mark = scope.mark();
        scope.pushAll(status.declarations());
        Basic basic = Basic.UNSTATED;
        List<Element> extensions = new ArrayList<>(1);
        for (Element each : status.children()) {
            if (!ownName(each).equals("basic")) {
                extensions.add(extension(each));
            } else if (basic == Basic.UNSTATED) {
                basic = basic(each);
            } else {
                throw new MalformedXmlException("status with more than one basic");
            }
        }
        scope.reset(mark);
        return new TupleStatus(basic, extensions);
    }

    /** Reads the basic status; any other word, such as the {@code unknown} of some phones, counts as absent. */
    private static Basic basic(Element basic) {
        return switch (basic.text().strip().toLowerCase(Locale.ROOT)) {
            case "open" -> Basic.OPEN;
            case "closed" -> Basic.CLOSED;
            default -> Basic.UNSTATED;
        };
    }

    /** Reads a contact; an empty one counts as absent. */
    private static Optional<Contact> contact(Element contact) throws MalformedXmlException {
        Optional<String> text = contact.attribute("priority");
        OptionalInt priority = text.isEmpty() ? OptionalInt.empty() : Priority.parse(text.get());
        String uri = contact.text().strip();
        return uri.isEmpty() ? Optional.empty() : Optional.of(new Contact(uri, priority));
    }

    /** Reads a note; old clients and servers write {@code lang} without its prefix. */
    private static Note note(Element note) {
        for (Attribute each : note.attributes()) {
            if (each.name().equals("lang") && each.namespace().equals(Declaration.XML)) {
                return new Note(note.text(), each.value());
            }
        }
        return new Note(note.text(), attribute(note, "lang"));
    }

    private static String timestamp(Element timestamp) throws MalformedXmlException {
        String text = timestamp.text().strip();
        if (!Timestamps.isDateTime(text)) {
            throw new MalformedXmlException("timestamp is not a date and time");
        }
        return text;
    }

    private Element extension(Element element) throws MalformedXmlException {
        Element extension = ElementExtraction.extract(element, scope);
        for (Declaration each : extension.declarations()) {
            budget -= each.prefix().length() + each.uri().length();
        }
        if (budget < 0) {
            throw new MalformedXmlException("namespaces are too long");
        }
        return extension;
    }

    /** Returns the local name of an element in PIDF's namespace; otherwise the empty string. */
    private static String ownName(Element element) {
        return element.namespace().equals(Namespaces.PIDF) ? element.name() : "";
    }

    private static String attribute(Element element, String name) {
        return element.attribute(name).orElse("").strip();
    }
}
