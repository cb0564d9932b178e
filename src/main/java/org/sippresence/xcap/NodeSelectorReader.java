package org.sippresence.xcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.xml.namespace.QName;
import org.sippresence.xcap.NodeSelector.AttributeTest;
import org.sippresence.xcap.NodeSelector.Step;
import org.sippresence.xcap.NodeSelector.Terminal;

/** Parses a node selector that is already percent-decoded (RFC 4825 section 6.3). */
final class NodeSelectorReader {

    private static final int MAX_STEPS = 64;
    private static final String STOP = "/[]@=\"'";

    private final String text;
    private final Map<String, String> prefixes;
    private final String defaultNamespace;
    private int at;

    private NodeSelectorReader(String text, Map<String, String> prefixes, String defaultNamespace) {
        this.text = text;
        this.prefixes = prefixes;
        this.defaultNamespace = defaultNamespace;
    }

    /**
     * Parses the complete text.
     *
     * @param prefixes the namespace bindings of the query
     * @param defaultNamespace the namespace of element names without prefix
     * @throws IllegalArgumentException if the text is no node selector or a prefix is not bound
     */
    static NodeSelector read(String text, Map<String, String> prefixes, String defaultNamespace) {
        return new NodeSelectorReader(text, prefixes, defaultNamespace).read();
    }

    private NodeSelector read() {
        List<Step> steps = new ArrayList<>();
        Terminal terminal = new Terminal.Whole();
        do {
            require(steps.size() < MAX_STEPS, "too many steps");
            if (!steps.isEmpty() && text.startsWith("@", at)) {
                int start = at++;
                QName name = attribute(word());
                terminal = new Terminal.Attribute(name, text.substring(start + 1, at));
                require(at == text.length(), "nothing may follow an attribute");
            } else if (!steps.isEmpty() && text.startsWith("namespace::*", at)) {
                at += "namespace::*".length();
                terminal = new Terminal.Namespaces();
                require(at == text.length(), "nothing may follow namespace::*");
            } else {
                steps.add(step());
            }
        } while (skip('/'));
        require(at == text.length(), "unexpected characters after the last step");
        return new NodeSelector(steps, terminal);
    }

    private Step step() {
        int start = at;
        String name = word();
        OptionalInt position = OptionalInt.empty();
        Optional<AttributeTest> test = Optional.empty();
        while (skip('[')) {
            require(test.isEmpty(), "nothing may follow the test of an attribute");
            if (skip('@')) {
                test = Optional.of(test());
            } else {
                require(position.isEmpty(), "more than one position");
                position = OptionalInt.of(position());
            }
            require(skip(']'), "a closing bracket is missing");
        }
        Optional<QName> element = name.equals("*") ? Optional.empty() : Optional.of(qualified(name, defaultNamespace));
        return new Step(element, position, test, text.substring(start, at));
    }

    private AttributeTest test() {
        QName name = attribute(word());
        require(skip('='), "= is missing after the name of an attribute");
        require(at < text.length() && "\"'".indexOf(text.charAt(at)) >= 0, "the value of an attribute is not quoted");
        int close = text.indexOf(text.charAt(at), at + 1);
        require(close > 0, "a closing quote is missing");
        String value = text.substring(at + 1, close);
        at = close + 1;
        return new AttributeTest(name, unescaped(value));
    }

    private int position() {
        int start = at;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && at - start < 7) {
            at++;
        }
        require(at > start, "a position is not a number");
        int position = Integer.parseInt(text.substring(start, at));
        require(position > 0, "a position is less than 1");
        return position;
    }

    private String word() {
        int start = at;
        while (at < text.length() && STOP.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        require(at > start, "a name is missing");
        return text.substring(start, at);
    }

    private boolean skip(char c) {
        boolean there = at < text.length() && text.charAt(at) == c;
        if (there) {
            at++;
        }
        return there;
    }

    /** Resolves an attribute name; the default namespace does not apply to attributes. */
    private QName attribute(String name) {
        return qualified(name, "");
    }

    private QName qualified(String name, String ofNone) {
        int colon = name.indexOf(':');
        if (colon < 0) {
            return new QName(ofNone, checked(name));
        }
        String namespace = prefixes.get(name.substring(0, colon));
        require(namespace != null, "a prefix is not bound by the query");
        return new QName(namespace, checked(name.substring(colon + 1)));
    }

    private static String checked(String local) {
        boolean name = !local.isEmpty()
                && (Character.isLetter(local.codePointAt(0)) || local.charAt(0) == '_')
                && local.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0);
        require(name, "a name has characters that are not allowed");
        return local;
    }

    private static String unescaped(String value) {
        return value.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException("invalid node selector: " + otherwise);
        }
    }
}
