package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * An element with its position in the text.
 *
 * @param name with the prefix as written
 * @param namespaces the namespaces in scope, by prefix; the default namespace has the empty prefix
 * @param text the element's own text without that of its children
 */
record XmlElement(
        QName name,
        List<XmlAttribute> attributes,
        List<XmlElement> children,
        Map<String, String> namespaces,
        String text,
        Span span) {

    /**
     * Indexes into the text.
     *
     * @param start start of the start tag
     * @param contentStart after the start tag
     * @param contentEnd start of the end tag; equal to {@code contentStart} for an empty-element tag
     * @param end after the end tag
     */
    record Span(int start, int contentStart, int contentEnd, int end) {}

    XmlElement {
        attributes = List.copyOf(attributes);
        children = List.copyOf(children);
        namespaces = Map.copyOf(namespaces);
    }

    Optional<XmlAttribute> attribute(QName wanted) {
        return attributes.stream().filter(each -> each.name().equals(wanted)).findFirst();
    }

    /** Returns the value of an attribute without namespace. */
    Optional<String> value(String attribute) {
        return attribute(new QName(attribute)).map(XmlAttribute::value);
    }

    boolean is(String namespace, String local) {
        return name.getNamespaceURI().equals(namespace) && name.getLocalPart().equals(local);
    }

    /** Whether the element is written as an empty-element tag. */
    boolean isOneTag() {
        return span.contentStart() == span.end();
    }

    /** Returns the name as written. */
    String written() {
        return name.getPrefix().isEmpty() ? name.getLocalPart() : name.getPrefix() + ':' + name.getLocalPart();
    }
}
