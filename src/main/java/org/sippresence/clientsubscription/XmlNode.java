package org.sippresence.clientsubscription;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sippresence.model.Body;
import org.sippresence.pidf.UntrustedXml;

/**
 * An element of an untrusted XML document, without comments and processing instructions.
 *
 * @param attributes attributes without namespace, by name
 * @param text all character data directly in the element
 */
public record XmlNode(
        String namespace, String name, Map<String, String> attributes, List<XmlNode> children, String text) {

    private static final int MAX_DEPTH = 10;
    private static final long MAX_ELEMENTS = 20_000;
    private static final XMLInputFactory XML = UntrustedXml.factory(MAX_DEPTH, MAX_ELEMENTS);

    public XmlNode {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    /** A document that cannot be parsed; the message is human-readable. */
    public static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        public MalformedException(String message) {
            super(message);
        }
    }

    /**
     * Reads a document; rejects document types, and more than 10 levels or 20,000 elements.
     *
     * @throws MalformedException if the document is not well-formed or its root is another element
     */
    public static XmlNode read(Body body, String namespace, String root) throws MalformedException {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new ByteArrayInputStream(body.bytes()));
            while (reader.next() != XMLStreamConstants.START_ELEMENT) {
                refuse(reader.getEventType());
            }
            XmlNode tree = element(reader);
            while (reader.hasNext()) {
                refuse(reader.next());
            }
            if (!tree.is(namespace, root)) {
                throw new MalformedException("the root element is not " + root);
            }
            return tree;
        } catch (XMLStreamException e) {
            throw new MalformedException("not well-formed" + UntrustedXml.place(e));
        }
    }

    private static void refuse(int event) throws MalformedException {
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new MalformedException("document types and entities are not allowed");
        }
    }

    /** Reads from the start tag at the parser's position to the end tag; the parser bounds the depth. */
    private static XmlNode element(XMLStreamReader reader) throws XMLStreamException, MalformedException {
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String prefix = reader.getAttributeNamespace(i);
            if (prefix == null || prefix.isEmpty()) {
                attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
            }
        }
        List<XmlNode> children = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(reader));
            } else if (reader.isCharacters()) {
                text.append(reader.getText());
            } else {
                refuse(event);
            }
            event = reader.next();
        }
        return new XmlNode(
                namespace, name, attributes, children, text.toString().strip());
    }

    private boolean is(String space, String local) {
        return name.equals(local) && namespace.equals(space);
    }

    /** The child elements with this name in the element's own namespace. */
    public Stream<XmlNode> all(String child) {
        return children.stream().filter(each -> each.is(namespace, child));
    }

    public Optional<String> attribute(String attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(String::strip);
    }

    /** Acts as {@link #attribute}, but the attribute is mandatory. */
    public String required(String attribute) throws MalformedException {
        return attribute(attribute)
                .orElseThrow(() -> new MalformedException("<" + name + "> has no attribute " + attribute));
    }
}
