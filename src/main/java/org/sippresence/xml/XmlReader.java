package org.sippresence.xml;

import com.ctc.wstx.exc.WstxLazyException;
import com.ctc.wstx.stax.WstxInputFactory;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sippresence.xml.Content.Text;

/**
 * Parses untrusted XML documents, in any character encoding that XML allows, into trees of {@link Element}s. Document types and
 * entities are rejected; bytes, depth and number of elements are bounded. Comments, processing instructions and white space
 * around the root are dropped.
 *
 * <p>Thread-safe.
 */
public final class XmlReader {

    private static final int MAX_DECLARATIONS = 64;

    private final WstxInputFactory factory;
    private final int maxBytes;
    private final UnaryOperator<String> namespaces;

    /**
     * Creates a reader with bounds.
     *
     * @param maxBytes longer documents are rejected without parsing
     * @param maxDepth maximum nesting of elements
     * @param maxElements maximum number of elements
     */
    public XmlReader(int maxBytes, int maxDepth, int maxElements) {
        this(maxBytes, maxDepth, maxElements, UnaryOperator.identity());
    }

    /**
     * Creates a reader with bounds that replaces namespaces.
     *
     * @param namespaces returns the namespace in the tree for one in the document
     */
    public XmlReader(int maxBytes, int maxDepth, int maxElements, UnaryOperator<String> namespaces) {
        this.maxBytes = maxBytes;
        this.namespaces = namespaces;
        factory = UntrustedXml.factory(maxDepth, maxElements);
    }

    /**
     * Parses a document.
     *
     * @param namespace the namespace of the root
     * @param name the local name of the root
     * @return the root
     * @throws MalformedXmlException if it is not well-formed, exceeds a bound, or has another root; the message is one line
     *     without any of the document's text
     */
    public Element read(byte[] document, String namespace, String name) throws MalformedXmlException {
        Element root = read(document);
        if (!root.is(namespace, name)) {
            throw new MalformedXmlException("the root element is not " + name + " in the namespace " + namespace);
        }
        return root;
    }

    /** Parses a document with any root. */
    Element read(byte[] document) throws MalformedXmlException {
        if (document.length > maxBytes) {
            throw new MalformedXmlException("the document is longer than " + maxBytes + " bytes");
        }
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
            try {
                return root(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new MalformedXmlException("not well-formed XML" + UntrustedXml.place(e), e);
        } catch (WstxLazyException e) {
            throw new MalformedXmlException("not well-formed XML", e);
        }
    }

    private Element root(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        if ("1.1".equals(reader.getVersion())) { // its control characters would be illegal in generated documents
            throw new MalformedXmlException("only XML 1.0 is allowed");
        }
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            if (reader.getEventType() == XMLStreamConstants.DTD) {
                throw new MalformedXmlException("a document type declaration is not allowed");
            }
        }
        Element root = element(reader);
        while (reader.next() != XMLStreamConstants.END_DOCUMENT) {
            refuseReference(reader.getEventType());
        }
        return root;
    }

    /** Reads from the current start tag to the matching end tag. The parser bounds the depth of recursion. */
    private Element element(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        String prefix = orEmpty(reader.getPrefix());
        String namespace = namespace(reader.getNamespaceURI());
        String name = reader.getLocalName();
        List<Declaration> declarations = declarations(reader);
        List<Attribute> attributes = attributes(reader);
        return new Element(prefix, namespace, name, declarations, attributes, content(reader));
    }

    private List<Declaration> declarations(XMLStreamReader reader) throws MalformedXmlException {
        int count = reader.getNamespaceCount();
        if (count == 0) {
            return List.of();
        }
        if (count > MAX_DECLARATIONS) {
            throw new MalformedXmlException("an element has more than " + MAX_DECLARATIONS + " namespace declarations");
        }
        List<Declaration> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Declaration(orEmpty(reader.getNamespacePrefix(i)), namespace(reader.getNamespaceURI(i))));
        }
        return all;
    }

    private List<Attribute> attributes(XMLStreamReader reader) {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return List.of();
        }
        List<Attribute> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(new Attribute(
                    orEmpty(reader.getAttributePrefix(i)),
                    namespace(reader.getAttributeNamespace(i)),
                    reader.getAttributeLocalName(i),
                    reader.getAttributeValue(i)));
        }
        return all;
    }

    private List<Content> content(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        List<Content> all = new ArrayList<>(2);
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (reader.isCharacters()) {
                String text = text(reader);
                if (!text.isEmpty()) {
                    all.add(new Text(text));
                }
                event = reader.getEventType();
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                all.add(element(reader));
                event = reader.next();
            } else {
                refuseReference(event);
                event = reader.next();
            }
        }
        return all;
    }

    /** Reads from the current text up to the next tag; comments and processing instructions may divide it. */
    private static String text(XMLStreamReader reader) throws XMLStreamException, MalformedXmlException {
        String first = reader.getText();
        StringBuilder whole = null;
        while (reader.next() != XMLStreamConstants.END_ELEMENT && !reader.isStartElement()) {
            if (reader.isCharacters()) {
                whole = whole == null ? new StringBuilder(first) : whole;
                whole.append(reader.getText());
            } else {
                refuseReference(reader.getEventType());
            }
        }
        return whole == null ? first : whole.toString();
    }

    /** Rejects an entity reference, which would need a DTD; comments and processing instructions are ignored. */
    private static void refuseReference(int event) throws MalformedXmlException {
        if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new MalformedXmlException("entity references are not allowed");
        }
    }

    private String namespace(String uri) {
        return uri == null ? "" : namespaces.apply(uri);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
