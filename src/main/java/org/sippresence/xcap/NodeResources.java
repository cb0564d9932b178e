package org.sippresence.xcap;

import java.util.Optional;
import java.util.TreeMap;
import org.sippresence.model.Body;
import org.sippresence.model.MediaType;
import org.sippresence.xcap.NodeSelector.Terminal;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.XmlWriter;

/** Operations on parts of documents as resources (RFC 4825 sections 7.3 to 7.10). */
final class NodeResources {

    static final MediaType ELEMENT = new MediaType("application", "xcap-el+xml");
    static final MediaType ATTRIBUTE = new MediaType("application", "xcap-att+xml");
    static final MediaType NAMESPACES = new MediaType("application", "xcap-ns+xml");

    private NodeResources() {}

    /** Returns the MIME type of the resource's body. */
    static MediaType type(XcapTarget target) {
        return target.node()
                .map(node -> type(node.terminal()))
                .orElse(target.usage().type());
    }

    private static MediaType type(Terminal terminal) {
        if (terminal instanceof Terminal.Attribute) {
            return ATTRIBUTE;
        }
        return terminal instanceof Terminal.Namespaces ? NAMESPACES : ELEMENT;
    }

    /** Returns the part as it was written; empty if it does not exist. */
    static Optional<Body> read(XmlText document, NodeSelector selector) {
        Terminal terminal = selector.terminal();
        Optional<XmlElement> element = selector.element(document.root());
        Optional<String> text;
        if (terminal instanceof Terminal.Attribute attribute) {
            text = element.flatMap(found -> found.attribute(attribute.name()))
                    .map(found -> document.text().substring(found.valueStart(), found.valueEnd()));
        } else if (terminal instanceof Terminal.Namespaces) {
            text = element.map(NodeResources::namespaces);
        } else {
            text = element.map(document::of);
        }
        return text.map(part -> Body.of(type(terminal), part));
    }

    /** Returns an empty element of the same name with the namespaces in scope (RFC 4825 section 10). */
    private static String namespaces(XmlElement element) {
        XmlWriter out = new XmlWriter().raw('<' + element.written());
        new TreeMap<>(element.namespaces()).forEach((prefix, uri) -> out.declare(new Declaration(prefix, uri)));
        return out.raw("/>").toString();
    }

    /**
     * Checks that the parent of the target exists.
     *
     * @throws ConflictException no-parent, with the nearest existing ancestor
     */
    static void requireParent(XmlText document, XcapTarget target) throws ConflictException {
        NodeSelector selector = target.node().orElseThrow();
        int needed = selector.steps().size() - (selector.isWhole() ? 1 : 0);
        int reached = selector.reach(document.root());
        if (reached < needed) {
            String above = reached == 0
                    ? ""
                    : "/~~/" + XcapUriReader.encoded(selector.steps().subList(0, reached));
            throw new ConflictException(Conflict.noParent(target.path() + above));
        }
    }

    /** Returns the document without the part; empty if the part does not exist. */
    static Optional<XmlText> without(XmlText document, NodeSelector selector) throws ConflictException {
        Optional<XmlElement> element = selector.element(document.root());
        if (element.isEmpty()) {
            return Optional.empty();
        }
        XmlEditor edit = new XmlEditor(document, selector);
        if (selector.terminal() instanceof Terminal.Attribute attribute) {
            Optional<XmlAttribute> found = element.get().attribute(attribute.name());
            return found.isEmpty() ? Optional.empty() : Optional.of(edit.removeAttribute(found.get()));
        }
        return Optional.of(edit.removeElement(element.get()));
    }
}
