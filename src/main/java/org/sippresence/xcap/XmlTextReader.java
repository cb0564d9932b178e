package org.sippresence.xcap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.codehaus.stax2.XMLStreamReader2;
import org.sippresence.xcap.XmlElement.Span;

/** Parses the elements of one document with their positions. */
final class XmlTextReader {

    private final String text;
    private final XMLStreamReader2 reader;

    XmlTextReader(String text, XMLStreamReader2 reader) {
        this.text = text;
        this.reader = reader;
    }

    XmlElement read() throws XMLStreamException, ConflictException {
        while (reader.next() != XMLStreamConstants.START_ELEMENT) {
            refuse(reader.getEventType());
        }
        XmlElement root = element(Map.of());
        while (reader.hasNext()) {
            refuse(reader.next());
        }
        return root;
    }

    private static void refuse(int event) throws ConflictException {
        if (event == XMLStreamConstants.DTD) {
            throw new ConflictException(Conflict.NOT_WELL_FORMED, "document types are not allowed");
        }
        if (event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new ConflictException(Conflict.NOT_WELL_FORMED, "entity references are not allowed");
        }
    }

    /** Reads from the current start tag to the matching end tag. The parser limits the depth of recursion. */
    private XmlElement element(Map<String, String> outer) throws XMLStreamException, ConflictException {
        int start = (int) reader.getLocationInfo().getStartingCharOffset();
        int contentStart = (int) reader.getLocationInfo().getEndingCharOffset();
        QName name = reader.getName();
        Map<String, String> namespaces = namespaces(outer);
        List<XmlAttribute> attributes = attributes(start, contentStart);
        List<XmlElement> children = new ArrayList<>();
        StringBuilder content = new StringBuilder();
        int event = reader.next();
        while (event != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                children.add(element(namespaces));
            } else if (reader.isCharacters()) {
                content.append(reader.getText());
            } else {
                refuse(event);
            }
            event = reader.next();
        }
        Span span = text.charAt(contentStart - 2) == '/'
                ? new Span(start, contentStart, contentStart, contentStart)
                : new Span(start, contentStart, (int) reader.getLocationInfo().getStartingCharOffset(), (int)
                        reader.getLocationInfo().getEndingCharOffset());
        return new XmlElement(name, attributes, children, namespaces, content.toString(), span);
    }

    private Map<String, String> namespaces(Map<String, String> outer) {
        if (reader.getNamespaceCount() == 0) {
            return outer;
        }
        Map<String, String> all = new HashMap<>(outer);
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            all.put(orEmpty(reader.getNamespacePrefix(i)), orEmpty(reader.getNamespaceURI(i)));
        }
        return all;
    }

    /** Returns the attributes: names and values from the parser, positions from a second scan of the tag. */
    private List<XmlAttribute> attributes(int start, int end) {
        List<XmlAttribute> all = new ArrayList<>(reader.getAttributeCount());
        int i = start + 1;
        while (!isBlank(text.charAt(i)) && "/>".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        while (i < end) {
            char c = text.charAt(i);
            if (isBlank(c) || c == '/' || c == '>') {
                i++;
                continue;
            }
            int name = i;
            while (!isBlank(text.charAt(i)) && text.charAt(i) != '=') {
                i++;
            }
            String written = text.substring(name, i);
            while (text.charAt(i) != '"' && text.charAt(i) != '\'') {
                i++;
            }
            int value = i + 1;
            i = text.indexOf(text.charAt(i), value);
            if (!written.equals("xmlns") && !written.startsWith("xmlns:")) {
                int index = all.size();
                all.add(new XmlAttribute(
                        reader.getAttributeName(index), reader.getAttributeValue(index), name, value, i));
            }
            i++;
        }
        return all;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static String orEmpty(String given) {
        return given == null ? "" : given;
    }
}
