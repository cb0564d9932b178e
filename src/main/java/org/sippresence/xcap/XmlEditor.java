package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.namespace.QName;
import org.sippresence.xcap.NodeSelector.Step;
import org.sippresence.xcap.NodeSelector.Terminal;

/**
 * Changes one node of a document (RFC 4825 sections 8.2.3, 8.2.4 and 8.3). All other text stays unchanged, including white
 * space. After each change the selector must select the new node, or nothing after a removal.
 */
final class XmlEditor {

    private static final String ONE_TAG_END = "/>";

    private final XmlText document;
    private final NodeSelector selector;

    XmlEditor(XmlText document, NodeSelector selector) {
        this.document = document;
        this.selector = selector;
    }

    /** Returns the document with the element, inserted or replaced. */
    XmlText putElement(String fragment) throws ConflictException {
        Optional<XmlElement> old = selector.element(document.root());
        String text;
        int start;
        if (old.isPresent()) {
            start = old.get().span().start();
            text = document.with(start, old.get().span().end(), fragment);
        } else {
            XmlElement parent = parent();
            int place = place(parent, selector.last());
            text = inserted(parent, place, fragment);
            start = parent.isOneTag() ? place - ONE_TAG_END.length() + 1 : place;
        }
        XmlText changed = parse(text);
        Optional<XmlElement> found = selector.element(changed.root());
        int end = start + fragment.length();
        if (found.isEmpty()
                || found.get().span().start() != start
                || found.get().span().end() != end) {
            throw new ConflictException(
                    Conflict.CANNOT_INSERT, "the node selector would not select the element in the body");
        }
        return changed;
    }

    private static XmlText parse(String text) throws ConflictException {
        try {
            return XmlText.parse(text);
        } catch (ConflictException e) { // the document was well-formed, so the new element is the cause
            throw new ConflictException(
                    Conflict.NOT_A_FRAGMENT,
                    "the body is not well-formed in the document, for example because a prefix is not bound");
        }
    }

    private XmlElement parent() throws ConflictException {
        return selector.parent(document.root())
                .orElseThrow(
                        () -> new ConflictException(Conflict.CANNOT_INSERT, "the document has a root element already"));
    }

    /** Returns the position after the last sibling of that name, or the one that the position test selects. */
    private static int place(XmlElement parent, Step step) throws ConflictException {
        List<XmlElement> siblings = step.named(parent.children());
        OptionalInt position = step.position();
        boolean wild = step.name().isEmpty();
        if (position.isPresent() && position.getAsInt() > siblings.size() + 1) {
            throw new ConflictException(Conflict.CANNOT_INSERT, "the position is beyond the end");
        }
        if (position.isPresent() && position.getAsInt() == 1 && !siblings.isEmpty()) {
            return siblings.get(0).span().start();
        }
        int before = position.isPresent() ? position.getAsInt() - 1 : wild ? 0 : siblings.size();
        return before == 0
                ? parent.span().contentEnd()
                : siblings.get(before - 1).span().end();
    }

    private String inserted(XmlElement parent, int place, String fragment) {
        if (!parent.isOneTag()) {
            return document.with(place, place, fragment);
        }
        return document.with(place - ONE_TAG_END.length(), place, '>' + fragment + "</" + parent.written() + '>');
    }

    /** Returns the document with the attribute, inserted or replaced. */
    XmlText putAttribute(Terminal.Attribute attribute, String value) throws ConflictException {
        XmlElement element = selector.element(document.root()).orElseThrow();
        Optional<XmlAttribute> old = element.attribute(attribute.name());
        char quote = value.indexOf('"') < 0 ? '"' : '\'';
        if (value.indexOf('<') >= 0 || (quote == '\'' && value.indexOf('\'') >= 0)) {
            throw new ConflictException(
                    Conflict.NOT_AN_ATTRIBUTE_VALUE, "the value has characters that are not escaped");
        }
        String quoted = quote + value + quote;
        String text;
        if (old.isPresent()) {
            text = document.with(old.get().valueStart() - 1, old.get().valueEnd() + 1, quoted);
        } else {
            int place = element.span().start() + 1 + element.written().length();
            text = document.with(place, place, ' ' + written(element, attribute.name()) + '=' + quoted);
        }
        XmlText changed = parseWithValue(text);
        if (selector.element(changed.root())
                .filter(found -> found.span().start() == element.span().start())
                .flatMap(found -> found.attribute(attribute.name()))
                .isEmpty()) {
            throw new ConflictException(
                    Conflict.CANNOT_INSERT, "the node selector would not select the attribute any more");
        }
        return changed;
    }

    private static XmlText parseWithValue(String text) throws ConflictException {
        try {
            return XmlText.parse(text);
        } catch (ConflictException e) { // the document was well-formed
            throw new ConflictException(Conflict.NOT_AN_ATTRIBUTE_VALUE, "the value is not well-formed");
        }
    }

    /** Returns the attribute's qualified name with a prefix that is in scope. */
    private static String written(XmlElement element, QName name) throws ConflictException {
        if (name.getNamespaceURI().isEmpty()) {
            return name.getLocalPart();
        }
        return element.namespaces().entrySet().stream()
                .filter(each -> each.getValue().equals(name.getNamespaceURI()))
                .map(Map.Entry::getKey)
                .filter(prefix -> !prefix.isEmpty())
                .sorted()
                .findFirst()
                .map(prefix -> prefix + ':' + name.getLocalPart())
                .orElseThrow(() -> new ConflictException(
                        Conflict.CANNOT_INSERT, "the document has no prefix for the attribute's namespace"));
    }

    /** Returns the document without the element. */
    XmlText removeElement(XmlElement element) throws ConflictException {
        if (element.span().equals(document.root().span())) {
            throw new ConflictException(Conflict.CANNOT_DELETE, "the root element cannot be removed");
        }
        XmlText changed = XmlText.parse(
                document.with(element.span().start(), element.span().end(), ""));
        if (selector.element(changed.root()).isPresent()) {
            throw new ConflictException(Conflict.CANNOT_DELETE, "the node selector would then select another element");
        }
        return changed;
    }

    /** Returns the document without the attribute. */
    XmlText removeAttribute(XmlAttribute attribute) throws ConflictException {
        int start = attribute.start();
        while (Character.isWhitespace(document.text().charAt(start - 1))) {
            start--;
        }
        return XmlText.parse(document.with(start, attribute.valueEnd() + 1, ""));
    }
}
