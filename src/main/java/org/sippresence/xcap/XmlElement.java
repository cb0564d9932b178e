package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * An element, and where it stands in the text.
 *
 * @param name with the prefix as it was written
 * @param namespaces in scope, by prefix; the default one under the empty prefix
 * @param text what stands directly in it, without what its children hold
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
     * @param start of the start tag
     * @param contentStart behind the start tag
     * @param contentEnd of the end tag; the same as {@code contentStart} if the element is one empty tag
     * @param end behind the end tag
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

    /** The value of an attribute without namespace. */
    Optional<String> value(String attribute) {
        return attribute(new QName(attribute)).map(XmlAttribute::value);
    }

    boolean is(String namespace, String local) {
        return name.getNamespaceURI().equals(namespace) && name.getLocalPart().equals(local);
    }

    /** Whether it was written as one tag. */
    boolean isOneTag() {
        return span.contentStart() == span.end();
    }

    /** The name as it was written. */
    String written() {
        return name.getPrefix().isEmpty() ? name.getLocalPart() : name.getPrefix() + ':' + name.getLocalPart();
    }
}
