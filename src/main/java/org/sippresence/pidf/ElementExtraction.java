package org.sippresence.pidf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Content;
import org.sippresence.xml.Content.Text;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.Element;
import org.sippresence.xml.NamespaceScope;

/**
 * Makes an extension independent of its document: adds the inherited namespace declarations that it needs, in the order of
 * their prefixes, and removes unneeded ones, so that equal extensions are equal wherever they occurred. The default namespace
 * is not declared if it is that of PIDF, which all generated documents declare.
 *
 * <p>A prefix is needed if it occurs in the name of an element or an attribute, or before a colon in a text or an attribute's
 * value, which may be a qualified name.
 */
public final class ElementExtraction {

    private final NamespaceScope scope;
    private final Map<String, String> needed = new TreeMap<>();
    private final List<String> bound = new ArrayList<>();
    private boolean declaresInside;

    private ElementExtraction(NamespaceScope scope) {
        this.scope = scope;
    }

    /** Removes the namespace declarations that a self-contained element does not need, or not any more. */
    public static Element extract(Element element) {
        return extract(element, new NamespaceScope());
    }

    /**
     * Makes the element independent of its ancestors.
     *
     * @param scope the namespace declarations in scope; unchanged on return
     */
    static Element extract(Element element, NamespaceScope scope) {
        int mark = scope.mark();
        scope.pushAll(element.declarations());
        ElementExtraction extraction = new ElementExtraction(scope);
        extraction.collect(element.withDeclarations(List.of()));
        scope.reset(mark);
        return extraction.rebuild(element);
    }

    private Element rebuild(Element element) {
        List<Declaration> declarations = new ArrayList<>(needed.size());
        needed.forEach((prefix, uri) -> {
            if (!prefix.isEmpty() || !uri.equals(Namespaces.PIDF)) {
                declarations.add(new Declaration(prefix, uri));
            }
        });
        if (!declaresInside) {
            return element.withDeclarations(declarations);
        }
        NamespaceScope declared = new NamespaceScope();
        declared.push(new Declaration("", Namespaces.PIDF));
        declared.pushAll(declarations);
        return withoutRepeats(element, declared).withDeclarations(declarations);
    }

    private void collect(Element element) {
        int mark = bound.size();
        for (Declaration each : element.declarations()) {
            bound.add(each.prefix());
            declaresInside = true;
        }
        need(element.prefix(), element.namespace());
        for (Attribute each : element.attributes()) {
            if (!each.prefix().isEmpty()) {
                need(each.prefix(), each.namespace());
            }
            needInText(each.value());
        }
        for (Content each : element.content()) {
            if (each instanceof Element child) {
                collect(child);
            } else if (each instanceof Text text) {
                needInText(text.value());
            }
        }
        bound.subList(mark, bound.size()).clear();
    }

    private void need(String prefix, String uri) {
        if (!bound.contains(prefix) && !uri.equals(Declaration.XML)) {
            needed.put(prefix, uri);
        }
    }

    private void needInText(String text) {
        if (text.indexOf(':') < 0) {
            return;
        }
        for (int i = 0; i < scope.size(); i++) {
            Declaration each = scope.get(i);
            if (!each.prefix().isEmpty()
                    && !needed.containsKey(each.prefix())
                    && !bound.contains(each.prefix())
                    && occurs(each.prefix(), text)
                    && scope.visible(i)) {
                needed.put(each.prefix(), each.uri());
            }
        }
    }

    /** Whether the prefix occurs in the text like that of a qualified name. */
    private static boolean occurs(String prefix, String text) {
        String wanted = prefix + ':';
        int at = text.indexOf(wanted);
        while (at > 0 && isNameCharacter(text.charAt(at - 1))) {
            at = text.indexOf(wanted, at + 1);
        }
        return at >= 0;
    }

    private static boolean isNameCharacter(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }

    /** Returns the element with redundant namespace declarations of its children removed. */
    private static Element withoutRepeats(Element element, NamespaceScope scope) {
        List<Content> content = new ArrayList<>(element.content().size());
        for (Content each : element.content()) {
            content.add(each instanceof Element child ? withoutOwnRepeats(child, scope) : each);
        }
        return element.withContent(content);
    }

    private static Element withoutOwnRepeats(Element element, NamespaceScope scope) {
        int mark = scope.mark();
        List<Declaration> kept = new ArrayList<>();
        for (Declaration each : element.declarations()) {
            if (!scope.binds(each.prefix(), each.uri())) {
                kept.add(each);
            }
        }
        scope.pushAll(kept);
        Element result = withoutRepeats(element, scope).withDeclarations(kept);
        scope.reset(mark);
        return result;
    }
}
