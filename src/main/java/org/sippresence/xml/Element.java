package org.sippresence.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.xml.Content.Text;

/**
 * An element as published: prefix, attributes and their order, white space.
 *
 * @param prefix as published; empty for none
 * @param namespace empty for none
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

    /** Acts as {@link #attribute} without white space around the value, but the attribute is mandatory. */
    public String required(String wantedName) throws MalformedXmlException {
        return attribute(wantedName)
                .map(String::strip)
                .orElseThrow(() -> new MalformedXmlException("<" + name + "> has no attribute " + wantedName));
    }

    /** Returns the child elements. */
    public List<Element> children() {
        List<Element> children = new ArrayList<>(content.size());
        for (Content each : content) {
            if (each instanceof Element child) {
                children.add(child);
            }
        }
        return children;
    }

    /** Returns the child elements with this name in the namespace of this element. */
    public List<Element> children(String wantedName) {
        return children().stream()
                .filter(each -> each.is(namespace, wantedName))
                .toList();
    }

    /** Returns all character data of this element and its descendants, in document order. */
    public String text() {
        if (content.size() == 1 && content.get(0) instanceof Text only) {
            return only.value();
        }
        StringBuilder out = new StringBuilder();
        appendText(out);
        return out.toString();
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

    public Element withDeclarations(List<Declaration> newDeclarations) {
        return new Element(prefix, namespace, name, newDeclarations, attributes, content);
    }

    public Element withAttributes(List<Attribute> newAttributes) {
        return new Element(prefix, namespace, name, declarations, newAttributes, content);
    }

    public Element withContent(List<Content> newContent) {
        return new Element(prefix, namespace, name, declarations, attributes, newContent);
    }
}
