package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads one element that PIDF does not define, with its content, from the parser's events. */
final class ElementReader {

    private static final int MAX_DECLARATIONS = 64;

    private final XMLStreamReader reader;

    ElementReader(XMLStreamReader reader) {
        this.reader = reader;
    }

    /** Reads from the current start tag to the matching end tag. */
    Element read() throws XMLStreamException, MalformedPidfException {
        String prefix = orEmpty(reader.getPrefix());
        String namespace = namespace();
        String name = reader.getLocalName();
        List<Declaration> declarations = declarations();
        List<Attribute> attributes = attributes();
        return new Element(prefix, namespace, name, declarations, attributes, content());
    }

    /** Returns the namespace of the start tag. */
    String namespace() {
        return Namespaces.canonical(orEmpty(reader.getNamespaceURI()));
    }

    /** Returns the namespace declarations of the start tag. */
    List<Declaration> declarations() throws MalformedPidfException {
        int count = reader.getNamespaceCount();
        if (count == 0) {
            return List.of();
        }
        if (count > MAX_DECLARATIONS) {
            throw new MalformedPidfException("too many namespace declarations");
        }
        List<Declaration> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            String uri = orEmpty(reader.getNamespaceURI(i));
            all.add(new Declaration(orEmpty(reader.getNamespacePrefix(i)), Namespaces.canonical(uri)));
        }
        return all;
    }

    private List<Attribute> attributes() {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return List.of();
        }
        List<Attribute> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Attribute(
                    orEmpty(reader.getAttributePrefix(i)),
                    Namespaces.canonical(orEmpty(reader.getAttributeNamespace(i))),
                    reader.getAttributeLocalName(i),
                    reader.getAttributeValue(i)));
        }
        return all;
    }

    private List<Content> content() throws XMLStreamException, MalformedPidfException {
        List<Content> all = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (true) {
            int event = reader.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    flush(text, all);
                    all.add(read());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    flush(text, all);
                    return all;
                }
                default -> refuseReference(event);
            }
        }
    }

    private static void flush(StringBuilder text, List<Content> all) {
        if (!text.isEmpty()) {
            all.add(new Text(text.toString()));
            text.setLength(0);
        }
    }

    /** Returns the character data up to the end tag, including that of nested elements, which are not expected. */
    String text() throws XMLStreamException, MalformedPidfException {
        StringBuilder text = new StringBuilder();
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> depth++;
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(reader.getText());
                default -> refuseReference(event);
            }
        }
        return text.toString();
    }

    /**
     * Rejects an entity reference, which would need a DTD; other events, such as comments and processing instructions, are
     * ignored.
     */
    static void refuseReference(int event) throws MalformedPidfException {
        if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new MalformedPidfException("entity references are not allowed");
        }
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
