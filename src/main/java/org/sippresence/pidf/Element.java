package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * An element that PIDF itself does not define: RPID, data model, location and unknown extensions. Kept as published: prefix,
 * attributes and their order, white space, {@code mustUnderstand}.
 *
 * <p>A direct child of {@code presence}, {@code tuple} or {@code status} carries every namespace declaration that it or its
 * content needs, so it can be moved into another document. The one exception is the default namespace if it is that of PIDF,
 * which all generated documents declare.
 *
 * @param prefix as published; empty for none
 * @param namespace empty for none; the older PIDF namespace is replaced by {@link Namespaces#PIDF}
 * @param name the local name
 * @param declarations of this element, in addition to those of its ancestors
 * @param attributes in document order
 * @param content in document order, without adjacent texts
 */
public record Element(
        String prefix,
        String namespace,
        String name,
        List<Declaration> declarations,
        List<Attribute> attributes,
        List<Content> content)
        implements Content {

    public Element {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(name, "name");
        declarations = List.copyOf(declarations);
        attributes = List.copyOf(attributes);
        content = List.copyOf(content);
    }

    /** Whether this element has the namespace and the local name. */
    public boolean is(String wantedNamespace, String wantedName) {
        return name.equals(wantedName) && namespace.equals(wantedNamespace);
    }

    /** Returns the value of an attribute without namespace. */
    public Optional<String> attribute(String wantedName) {
        for (Attribute each : attributes) {
            if (each.namespace().isEmpty() && each.name().equals(wantedName)) {
                return Optional.of(each.value());
            }
        }
        return Optional.empty();
    }

    /** Returns the child elements. */
    public List<Element> children() {
        return content.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /** Returns all character data of this element and its descendants, in document order. */
    public String text() {
        StringBuilder out = new StringBuilder();
        appendText(out);
        return out.toString();
    }

    /**
     * Returns the element as self-contained XML text, which declares every namespace that it uses. Without an XML
     * declaration.
     */
    public String toXml() {
        return PidfWriter.print(this);
    }

    /**
     * Returns this element with some attributes and content removed. Namespace declarations that only the removed parts
     * needed are removed too, so the result does not reveal them. To be called on a self-contained element.
     *
     * @param kept the remaining attributes of this element
     * @param inside the remaining content of this element, possibly reduced
     */
    public Element reducedTo(List<Attribute> kept, List<Content> inside) {
        return ElementExtraction.extract(
                new Element(prefix, namespace, name, declarations, kept, inside), new NamespaceScope());
    }

    private void appendText(StringBuilder out) {
        for (Content each : content) {
            if (each instanceof Element element) {
                element.appendText(out);
            } else if (each instanceof Text text) {
                out.append(text.value());
            }
        }
    }

    Element withDeclarations(List<Declaration> newDeclarations) {
        return new Element(prefix, namespace, name, newDeclarations, attributes, content);
    }

    Element withAttributes(List<Attribute> newAttributes) {
        return new Element(prefix, namespace, name, declarations, newAttributes, content);
    }

    Element withContent(List<Content> newContent) {
        return new Element(prefix, namespace, name, declarations, attributes, newContent);
    }
}
