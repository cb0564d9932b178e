package org.sippresence.pidf;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Any element that PIDF itself does not define: RPID, data model, location and whatever a client invents. Kept as it was
 * published: prefix, attributes and their order, white space, {@code mustUnderstand}.
 *
 * <p>An element that stands directly in {@code presence}, {@code tuple} or {@code status} carries every namespace
 * declaration that it or its content needs, so it can be moved into another document. The one exception is the default
 * namespace when that is PIDF's, which all our documents declare.
 *
 * @param prefix as published; empty for none
 * @param namespace empty for none; the older PIDF namespace is replaced by {@link Namespaces#PIDF}
 * @param name the local name
 * @param declarations of this element, beyond those of its parents
 * @param attributes in their order
 * @param content in its order, without neighbouring texts
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

    /** Whether this is the named element of a namespace. */
    public boolean is(String wantedNamespace, String wantedName) {
        return name.equals(wantedName) && namespace.equals(wantedNamespace);
    }

    /** The value of an attribute without namespace. */
    public Optional<String> attribute(String wantedName) {
        for (Attribute each : attributes) {
            if (each.namespace().isEmpty() && each.name().equals(wantedName)) {
                return Optional.of(each.value());
            }
        }
        return Optional.empty();
    }

    /** The elements among the content. */
    public List<Element> children() {
        return content.stream()
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .toList();
    }

    /** All character data of this element and those inside it, in order. */
    public String text() {
        StringBuilder out = new StringBuilder();
        appendText(out);
        return out.toString();
    }

    /**
     * The element as XML text, complete by itself: every namespace that it uses is declared in it. Without an XML
     * declaration.
     */
    public String toXml() {
        return PidfWriter.print(this);
    }

    /**
     * This element with less in it. Namespace declarations that only what is gone needed are gone too, so the result does
     * not tell that there was something. To be called on an element that is complete by itself.
     *
     * @param kept attributes of this element
     * @param inside content of this element, or reduced elements of it
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
