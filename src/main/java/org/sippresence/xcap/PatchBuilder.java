package org.sippresence.xcap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sippresence.model.Characters;
import org.sippresence.xcap.PatchOperation.Content;

/**
 * Finds the smallest operation that changes one version of a document into another: nodes added between the children of one
 * element, one child removed, one attribute changed, or one element replaced. The text outside of it is the same in both
 * versions.
 */
final class PatchBuilder {

    private static final String ANY = "*";

    private final XmlText before;
    private final XmlText after;
    private final int from;
    private final int tail;

    PatchBuilder(XmlText before, XmlText after) {
        this.before = before;
        this.after = after;
        String a = before.text();
        String b = after.text();
        int shorter = Math.min(a.length(), b.length());
        int same = 0;
        while (same < shorter && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        int sameAtEnd = 0;
        while (sameAtEnd < shorter - same
                && a.charAt(a.length() - 1 - sameAtEnd) == b.charAt(b.length() - 1 - sameAtEnd)) {
            sameAtEnd++;
        }
        this.from = same;
        this.tail = sameAtEnd;
    }

    /** An element in both versions with its path. */
    private record Pair(XmlElement old, XmlElement now, String sel) {}

    Optional<PatchOperation> patch() {
        Pair pair = new Pair(before.root(), after.root(), ANY);
        if (!differsWithin(pair)) {
            return Optional.empty();
        }
        Optional<Pair> inner = Optional.of(pair);
        while (inner.isPresent()) {
            pair = inner.get();
            inner = within(pair);
        }
        Pair smallest = pair;
        return Optional.of(attribute(smallest)
                .or(() -> children(smallest))
                .orElseGet(() -> new PatchOperation(
                        PatchOperation.REPLACE,
                        smallest.sel(),
                        Map.of(),
                        Optional.of(new Content(
                                after.of(smallest.now()), smallest.now().namespaces())))));
    }

    /** Whether the text outside of the element is the same in both versions. */
    private boolean differsWithin(Pair pair) {
        XmlElement.Span old = pair.old().span();
        XmlElement.Span now = pair.now().span();
        return old.start() == now.start()
                && old.start() <= from
                && before.text().length() - old.end() == after.text().length() - now.end()
                && before.text().length() - old.end() <= tail;
    }

    private Optional<Pair> within(Pair pair) {
        List<XmlElement> old = pair.old().children();
        List<XmlElement> now = pair.now().children();
        for (int i = 0; i < Math.min(old.size(), now.size()); i++) {
            Pair child = new Pair(old.get(i), now.get(i), child(pair.sel(), i));
            if (differsWithin(child)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    private static String child(String sel, int index) {
        return sel + "/*[" + (index + 1) + ']';
    }

    /** Returns the operation if the only difference is one attribute without namespace. */
    private Optional<PatchOperation> attribute(Pair pair) {
        XmlElement old = pair.old();
        XmlElement now = pair.now();
        boolean otherwiseSame = old.name().equals(now.name())
                && old.written().equals(now.written())
                && old.namespaces().equals(now.namespaces())
                && old.isOneTag() == now.isOneTag()
                && content(before, old).equals(content(after, now));
        List<XmlAttribute> gone = others(old.attributes(), now.attributes());
        List<XmlAttribute> come = others(now.attributes(), old.attributes());
        boolean one = gone.size() <= 1 && come.size() <= 1 && gone.size() + come.size() > 0;
        boolean plain = Stream.concat(gone.stream(), come.stream())
                .allMatch(each -> each.name().getNamespaceURI().isEmpty());
        if (!otherwiseSame || !one || !plain) {
            return Optional.empty();
        }
        if (come.isEmpty()) {
            return Optional.of(new PatchOperation(
                    PatchOperation.REMOVE, pair.sel() + '/' + at(gone.get(0)), Map.of(), Optional.empty()));
        }
        Optional<Content> value = Optional.of(Content.of(come.get(0).value()));
        if (gone.isEmpty()) {
            return Optional.of(
                    new PatchOperation(PatchOperation.ADD, pair.sel(), Map.of("type", at(come.get(0))), value));
        }
        return gone.get(0).name().equals(come.get(0).name())
                ? Optional.of(
                        new PatchOperation(PatchOperation.REPLACE, pair.sel() + '/' + at(come.get(0)), Map.of(), value))
                : Optional.empty();
    }

    private static List<XmlAttribute> others(List<XmlAttribute> some, List<XmlAttribute> known) {
        Predicate<XmlAttribute> same = each -> known.stream()
                .anyMatch(other ->
                        other.name().equals(each.name()) && other.value().equals(each.value()));
        return some.stream().filter(same.negate()).toList();
    }

    private static String at(XmlAttribute attribute) {
        return '@' + attribute.name().getLocalPart();
    }

    private static String content(XmlText text, XmlElement element) {
        return element.isOneTag()
                ? ""
                : text.text()
                        .substring(element.span().contentStart(), element.span().contentEnd());
    }

    /** Returns the operation if children were added in one place or one child was removed. */
    private Optional<PatchOperation> children(Pair pair) {
        XmlElement old = pair.old();
        XmlElement now = pair.now();
        if (old.isOneTag() || now.isOneTag() || !startTag(before, old).equals(startTag(after, now))) {
            return Optional.empty();
        }
        int shorter = Math.min(old.children().size(), now.children().size());
        int start = 0;
        while (start < shorter && upTo(before, old, start).equals(upTo(after, now, start))) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && since(before, old, end).equals(since(after, now, end))) {
            end++;
        }
        Gap gap = new Gap(pair, start, end);
        if (old.children().size() == start + end) {
            return gap.added();
        }
        return old.children().size() == start + end + 1 && now.children().size() == start + end
                ? gap.removed()
                : Optional.empty();
    }

    /** Returns a child with the text between it and the previous child. */
    private static String upTo(XmlText text, XmlElement parent, int index) {
        return text.text()
                .substring(
                        begin(parent, index),
                        parent.children().get(index).span().end());
    }

    /** Returns a child with the text between it and the next child, counted from the end. */
    private static String since(XmlText text, XmlElement parent, int fromEnd) {
        int index = parent.children().size() - 1 - fromEnd;
        return text.text().substring(parent.children().get(index).span().start(), stop(parent, fromEnd));
    }

    /** Returns the position where the content after this number of first children starts. */
    private static int begin(XmlElement parent, int children) {
        return children == 0
                ? parent.span().contentStart()
                : parent.children().get(children - 1).span().end();
    }

    /** Returns the position where the content before this number of last children ends. */
    private static int stop(XmlElement parent, int children) {
        return children == 0
                ? parent.span().contentEnd()
                : parent.children()
                        .get(parent.children().size() - children)
                        .span()
                        .start();
    }

    private static String startTag(XmlText text, XmlElement element) {
        return text.text().substring(element.span().start(), element.span().contentStart());
    }

    /** The content between the unchanged children. */
    private final class Gap {

        private final Pair pair;
        private final int start;
        private final int end;
        private final String was;
        private final String is;

        /**
         * Creates the gap.
         *
         * @param start number of unchanged children before it
         * @param end number of unchanged children after it
         */
        Gap(Pair pair, int start, int end) {
            this.pair = pair;
            this.start = start;
            this.end = end;
            this.was = before.text().substring(begin(pair.old(), start), stop(pair.old(), end));
            this.is = after.text().substring(begin(pair.now(), start), stop(pair.now(), end));
        }

        /** Returns the addition. Node boundaries are certain only next to white space. */
        Optional<PatchOperation> added() {
            if (!isBlank(was) || is.length() <= was.length()) {
                return Optional.empty();
            }
            if (is.endsWith(was)) {
                String more = is.substring(0, is.length() - was.length());
                return start == 0
                        ? add(pair.sel(), Map.of("pos", "prepend"), more)
                        : add(child(pair.sel(), start - 1), Map.of("pos", "after"), more);
            }
            if (is.startsWith(was)) {
                String more = is.substring(was.length());
                return end == 0
                        ? add(pair.sel(), Map.of(), more)
                        : add(child(pair.sel(), start), Map.of("pos", "before"), more);
            }
            return Optional.empty();
        }

        private Optional<PatchOperation> add(String sel, Map<String, String> how, String more) {
            Content content = new Content(more, pair.now().namespaces());
            return Optional.of(new PatchOperation(PatchOperation.ADD, sel, how, Optional.of(content)));
        }

        Optional<PatchOperation> removed() {
            XmlElement.Span gone = pair.old().children().get(start).span();
            String left = before.text().substring(begin(pair.old(), start), gone.start());
            String right = before.text().substring(gone.end(), stop(pair.old(), end));
            if (is.equals(left + right)) {
                return remove(Map.of());
            }
            if (is.equals(right) && isBlank(left)) {
                return remove(Map.of("ws", "before"));
            }
            return is.equals(left) && isBlank(right) ? remove(Map.of("ws", "after")) : Optional.empty();
        }

        private Optional<PatchOperation> remove(Map<String, String> how) {
            return Optional.of(
                    new PatchOperation(PatchOperation.REMOVE, child(pair.sel(), start), how, Optional.empty()));
        }

        private static boolean isBlank(String text) {
            return Characters.all(text, c -> " \t\r\n".indexOf(c) >= 0);
        }
    }
}
