package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses one presence document. For one use in one thread. */
final class PidfReader {

    private final XMLStreamReader reader;
    private final ElementReader elements;
    private final NamespaceScope scope = new NamespaceScope();
    /** Remaining number of characters that namespace declarations may take when each extension carries its own. */
    private int budget;

    /**
     * Creates a reader for one document.
     *
     * @param budget bounds, in characters, the growth of the document when it is printed together with others that bind its
     *     prefixes differently
     */
    PidfReader(XMLStreamReader reader, int budget) {
        this.reader = reader;
        this.elements = new ElementReader(reader);
        this.budget = budget;
    }

    Pidf read() throws XMLStreamException, MalformedPidfException {
        toRoot(reader);
        if (!reader.getLocalName().equals("presence") || !elements.namespace().equals(Namespaces.PIDF)) {
            throw new MalformedPidfException("the root element is not presence in the namespace of PIDF");
        }
        Pidf document = presence();
        while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
            ElementReader.refuseReference(reader.getEventType());
        }
        return document;
    }

    /** Advances to the root's start tag. */
    static void toRoot(XMLStreamReader reader) throws XMLStreamException, MalformedPidfException {
        if ("1.1"
                .equals(reader.getVersion())) { // control characters of XML 1.1 would be illegal in generated documents
            throw new MalformedPidfException("only XML 1.0 is allowed");
        }
        int event = reader.getEventType();
        while (event != XMLStreamConstants.START_ELEMENT) {
            if (event == XMLStreamConstants.DTD) {
                throw new MalformedPidfException("a document type declaration is not allowed");
            }
            event = reader.next();
        }
    }

    private Pidf presence() throws XMLStreamException, MalformedPidfException {
        String entity = attribute("entity");
        if (entity.isEmpty()) {
            throw new MalformedPidfException("presence without entity");
        }
        scope.pushAll(elements.declarations());
        List<Tuple> tuples = new ArrayList<>(2);
        List<Note> notes = new ArrayList<>(1);
        List<Element> extensions = new ArrayList<>(2);
        while (nextChild()) {
            switch (childName()) {
                case "tuple" -> tuples.add(tuple());
                case "note" -> notes.add(note());
                default -> extensions.add(extension());
            }
        }
        return new Pidf(entity, tuples, notes, extensions);
    }

    private Tuple tuple() throws XMLStreamException, MalformedPidfException {
        String id = attribute("id");
        if (id.isEmpty()) {
            throw new MalformedPidfException("tuple without id");
        }
        int mark = scope.mark();
        scope.pushAll(elements.declarations());
        Optional<TupleStatus> status = Optional.empty();
        Optional<Contact> contact = Optional.empty();
        Optional<String> timestamp = Optional.empty();
        List<Note> notes = new ArrayList<>(1);
        List<Element> extensions = new ArrayList<>(2);
        while (nextChild()) {
            switch (childName()) {
                case "status" -> status = Optional.of(once("status", status, status()));
                case "contact" -> contact = once("contact", contact, contact());
                case "note" -> notes.add(note());
                case "timestamp" -> timestamp = Optional.of(once("timestamp", timestamp, timestamp()));
                default -> extensions.add(extension());
            }
        }
        scope.reset(mark);
        TupleStatus stated = status.orElse(new TupleStatus(Basic.UNSTATED, List.of()));
        return new Tuple(id, stated, extensions, contact, notes, timestamp);
    }

    private static <T> T once(String name, Optional<?> before, T now) throws MalformedPidfException {
        if (before.isPresent()) {
            throw new MalformedPidfException("tuple with more than one " + name);
        }
        return now;
    }

    private TupleStatus status() throws XMLStreamException, MalformedPidfException {
        int mark = scope.mark();
        scope.pushAll(elements.declarations());
        Basic basic = Basic.UNSTATED;
        List<Element> extensions = new ArrayList<>(1);
        while (nextChild()) {
            if (!childName().equals("basic")) {
                extensions.add(extension());
            } else if (basic == Basic.UNSTATED) {
                basic = basic();
            } else {
                throw new MalformedPidfException("status with more than one basic");
            }
        }
        scope.reset(mark);
        return new TupleStatus(basic, extensions);
    }

    /** Reads the basic status; any other word, such as the {@code unknown} of some phones, counts as absent. */
    private Basic basic() throws XMLStreamException, MalformedPidfException {
        return switch (elements.text().strip().toLowerCase(Locale.ROOT)) {
            case "open" -> Basic.OPEN;
            case "closed" -> Basic.CLOSED;
            default -> Basic.UNSTATED;
        };
    }

    /** Reads a contact; an empty one counts as absent. */
    private Optional<Contact> contact() throws XMLStreamException, MalformedPidfException {
        String text = reader.getAttributeValue(null, "priority");
        OptionalInt priority = text == null ? OptionalInt.empty() : Priority.parse(text);
        String uri = elements.text().strip();
        return uri.isEmpty() ? Optional.empty() : Optional.of(new Contact(uri, priority));
    }

    private Note note() throws XMLStreamException, MalformedPidfException {
        String lang = reader.getAttributeValue(Namespaces.XML, "lang");
        if (lang == null) {
            lang = attribute("lang"); // without its prefix, as old clients and servers write it
        }
        return new Note(elements.text(), lang);
    }

    private String timestamp() throws XMLStreamException, MalformedPidfException {
        String text = elements.text().strip();
        if (!Timestamps.isDateTime(text)) {
            throw new MalformedPidfException("timestamp is not a date and time");
        }
        return text;
    }

    private Element extension() throws XMLStreamException, MalformedPidfException {
        Element extension = ElementExtraction.extract(elements.read(), scope);
        for (Declaration each : extension.declarations()) {
            budget -= each.prefix().length() + each.uri().length();
        }
        if (budget < 0) {
            throw new MalformedPidfException("namespaces are too long");
        }
        return extension;
    }

    /** Advances to the next child's start tag; ignores text between PIDF's elements. */
    private boolean nextChild() throws XMLStreamException, MalformedPidfException {
        while (true) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
            ElementReader.refuseReference(event);
        }
    }

    /** Returns the child's local name if it is in PIDF's namespace; otherwise the empty string. */
    private String childName() {
        return elements.namespace().equals(Namespaces.PIDF) ? reader.getLocalName() : "";
    }

    private String attribute(String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value.strip();
    }
}
