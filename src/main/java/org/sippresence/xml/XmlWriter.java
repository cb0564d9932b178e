package org.sippresence.xml;

import java.util.function.UnaryOperator;
import org.sippresence.xml.Content.Text;

/** Builds XML text with the necessary escapes; replaces characters that XML does not allow. Not thread-safe. */
public final class XmlWriter {

    /** The start of a document in UTF-8. */
    public static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final StringBuilder out = new StringBuilder(1024);
    private final NamespaceScope scope = new NamespaceScope();
    private final UnaryOperator<String> namespaces;

    public XmlWriter() {
        this(UnaryOperator.identity());
    }

    /**
     * Creates a writer that replaces namespaces.
     *
     * @param namespaces returns the namespace to declare for one in the tree
     */
    public XmlWriter(UnaryOperator<String> namespaces) {
        this.namespaces = namespaces;
    }

    /** Returns an element as XML text that declares every namespace that it uses; without an XML declaration. */
    public static String toXml(Element element) {
        return new XmlWriter().element(element).toString();
    }

    /** Appends markup without escaping. */
    public XmlWriter raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends markup without escaping. */
    public XmlWriter raw(char markup) {
        out.append(markup);
        return this;
    }

    /** Appends a space, the name and the quoted value. */
    public XmlWriter attribute(String name, String value) {
        out.append(' ').append(name).append("=\"");
        escape(value, true);
        out.append('"');
        return this;
    }

    /** Appends an element that contains only text. */
    public XmlWriter element(String name, String text) {
        out.append('<').append(name).append('>');
        escape(text, false);
        out.append("</").append(name).append('>');
        return this;
    }

    public XmlWriter text(String value) {
        escape(value, false);
        return this;
    }

    /** Appends a namespace declaration, which is in scope until the end of the element that is being written. */
    public XmlWriter declare(Declaration declaration) {
        scope.push(declaration);
        return attribute(
                declaration.prefix().isEmpty() ? "xmlns" : "xmlns:" + declaration.prefix(),
                namespaces.apply(declaration.uri()));
    }

    /** Appends the declarations of prefixes that are not bound yet. */
    public void declareUnbound(Iterable<Declaration> declarations) {
        for (Declaration each : declarations) {
            if (!each.prefix().isEmpty() && !scope.binds(each.prefix())) {
                declare(each);
            }
        }
    }

    /** Appends an element without those of its declarations that are in scope, and with those that it lacks. */
    public XmlWriter element(Element element) {
        element(element, true);
        return this;
    }

    private void element(Element element, boolean outermost) {
        int mark = scope.mark();
        raw("<").qualified(element.prefix(), element.name());
        for (Declaration each : element.declarations()) {
            if (!outermost || !scope.binds(each.prefix(), each.uri())) {
                declare(each);
            }
        }
        ensure(element.prefix(), element.namespace());
        for (Attribute each : element.attributes()) {
            if (!each.prefix().isEmpty()) {
                ensure(each.prefix(), each.namespace());
            }
        }
        for (Attribute each : element.attributes()) {
            attribute(each.prefix().isEmpty() ? each.name() : each.prefix() + ':' + each.name(), each.value());
        }
        content(element);
        scope.reset(mark);
    }

    private void content(Element element) {
        if (element.content().isEmpty()) {
            raw("/>");
            return;
        }
        raw('>');
        for (Content each : element.content()) {
            if (each instanceof Element child) {
                element(child, false);
            } else if (each instanceof Text text) {
                text(text.value());
            }
        }
        raw("</").qualified(element.prefix(), element.name());
        raw('>');
    }

    private void qualified(String prefix, String name) {
        if (!prefix.isEmpty()) {
            raw(prefix).raw(':');
        }
        raw(name);
    }

    /** Appends a declaration that is missing in an element taken from elsewhere. */
    private void ensure(String prefix, String namespace) {
        if (!namespace.equals(Declaration.XML) && !scope.binds(prefix, namespace)) {
            declare(new Declaration(prefix, namespace));
        }
    }

    private void escape(String value, boolean inAttribute) {
        int done = 0;
        int length = value.length();
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c > '>' && c < Character.MIN_SURROGATE) {
                continue;
            }
            String replacement = replacement(value, i, inAttribute);
            if (!replacement.isEmpty()) {
                out.append(value, done, i).append(replacement);
                done = i + 1;
            }
        }
        out.append(value, done, length);
    }

    /** Returns the replacement of one character; the empty string if it needs none. */
    private static String replacement(String value, int i, boolean inAttribute) {
        char c = value.charAt(i);
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> inAttribute ? "&quot;" : "";
            case '\t' -> inAttribute ? "&#9;" : "";
            case '\n' -> inAttribute ? "&#10;" : "";
            case '\r' -> "&#13;"; // a parser would read a bare one as a line feed
            default -> isLegal(value, i, c) ? "" : "\uFFFD";
        };
    }

    /** Whether the character matches the Char production of XML 1.0; surrogates only in pairs. */
    private static boolean isLegal(String value, int i, char c) {
        if (Character.isHighSurrogate(c)) {
            return i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
        }
        return c >= ' ' && c < '\uFFFE';
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
