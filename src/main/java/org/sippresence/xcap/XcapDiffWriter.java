package org.sippresence.xcap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.StoredDocument;

/**
 * Writes {@code xcap-diff} documents (RFC 5874).
 *
 * @param root the XCAP root as clients see it, with a trailing slash
 */
record XcapDiffWriter(String root, List<Item> items) {

    static final MediaType TYPE = new MediaType("application", "xcap-diff+xml");

    private static final String NAMESPACE = "urn:ietf:params:xml:ns:xcap-diff";

    /** The entry of one resource. */
    sealed interface Item {}

    /**
     * A document that exists or has changed: figure 1 of RFC 5874.
     *
     * @param before the previous entity-tag; absent if the document was created or the previous state is not reported
     * @param after the new entity-tag; absent if the document was removed
     * @param patch the difference between both versions; absent if it is not reported
     */
    record Document(String sel, Optional<EntityTag> before, Optional<EntityTag> after, Optional<PatchOperation> patch)
            implements Item {

        static Document existing(String sel, EntityTag tag) {
            return new Document(sel, Optional.empty(), Optional.of(tag), Optional.empty());
        }

        static Document changed(String sel, Optional<StoredDocument> before, Optional<StoredDocument> after) {
            return new Document(
                    sel, before.map(StoredDocument::entityTag), after.map(StoredDocument::entityTag), Optional.empty());
        }

        Document with(Optional<PatchOperation> found) {
            return new Document(sel, before, after, found);
        }
    }

    /**
     * An element.
     *
     * @param content its text; empty if the element does not exist any more
     */
    record Element(String sel, Optional<Content> content) implements Item {}

    /**
     * An attribute.
     *
     * @param value empty if the attribute does not exist any more
     */
    record Attribute(String sel, Optional<String> value) implements Item {}

    /**
     * XML extracted from a document.
     *
     * @param text as written in the document
     * @param namespaces the namespaces in scope, by prefix
     */
    record Content(String text, Map<String, String> namespaces) {}

    XcapDiffWriter {
        items = List.copyOf(items);
    }

    /**
     * Writes the document.
     *
     * @param longest intended length in bytes; a longer document is shortened to the existence of elements and of changes
     */
    Body print(int longest) {
        Body body = Body.of(TYPE, new Printer(prefix(), true).print());
        return body.length() <= longest ? body : Body.of(TYPE, new Printer(prefix(), false).print());
    }

    /**
     * Returns a prefix for the namespace of xcap-diff that the quoted text, which is copied unchanged, does not bind
     * otherwise.
     */
    private String prefix() {
        Set<String> taken = items.stream()
                .flatMap(item -> namespaces(item).keySet().stream())
                .collect(Collectors.toSet());
        String prefix = "d";
        for (int i = 1; taken.contains(prefix); i++) {
            prefix = "d" + i;
        }
        return prefix;
    }

    private static Map<String, String> namespaces(Item item) {
        if (item instanceof Document document) {
            return document.patch()
                    .flatMap(PatchOperation::content)
                    .map(Content::namespaces)
                    .orElse(Map.of());
        }
        return item instanceof Element element
                ? element.content().map(Content::namespaces).orElse(Map.of())
                : Map.of();
    }

    private final class Printer {

        private final StringBuilder out = new StringBuilder(256);
        private final String prefix;
        private final boolean withContents;

        Printer(String prefix, boolean withContents) {
            this.prefix = prefix;
            this.withContents = withContents;
        }

        String print() {
            out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            open("xcap-diff", List.of("xmlns:" + prefix, NAMESPACE, "xcap-root", root));
            out.append(items.isEmpty() ? "/>\n" : ">\n");
            for (Item item : items) {
                out.append("  ");
                print(item);
                out.append('\n');
            }
            if (!items.isEmpty()) {
                close("xcap-diff");
                out.append('\n');
            }
            return out.toString();
        }

        private void print(Item item) {
            if (item instanceof Document document) {
                print(document);
            } else if (item instanceof Element element) {
                boolean quoted = withContents && element.content().isPresent();
                List<String> attributes =
                        existence(element.sel(), element.content().isPresent());
                attributes.addAll(quoted ? declarations(element.content().get()) : List.of());
                element("element", attributes, quoted ? element.content().get().text() : "");
            } else if (item instanceof Attribute attribute) {
                element(
                        "attribute",
                        existence(attribute.sel(), attribute.value().isPresent()),
                        Conflict.escaped(attribute.value().orElse("")));
            }
        }

        private void print(Document document) {
            List<String> attributes = new ArrayList<>(List.of("sel", document.sel()));
            document.before().ifPresent(tag -> attributes.addAll(List.of("previous-etag", tag.value())));
            document.after().ifPresent(tag -> attributes.addAll(List.of("new-etag", tag.value())));
            open("document", attributes);
            if (document.patch().isEmpty() || !withContents) {
                out.append("/>");
                return;
            }
            PatchOperation patch = document.patch().get();
            out.append('>');
            List<String> how = new ArrayList<>(List.of("sel", patch.sel()));
            patch.how().forEach((name, value) -> how.addAll(List.of(name, value)));
            how.addAll(patch.content().map(this::declarations).orElse(List.of()));
            element(patch.operation(), how, patch.content().map(Content::text).orElse(""));
            close("document");
        }

        private List<String> existence(String sel, boolean exists) {
            return new ArrayList<>(exists ? List.of("sel", sel) : List.of("sel", sel, "exists", "0"));
        }

        /** Returns the namespace declarations that the quoted text depends on. */
        private List<String> declarations(Content content) {
            List<String> attributes = new ArrayList<>();
            new TreeMap<>(content.namespaces())
                    .forEach(
                            (name, uri) -> attributes.addAll(List.of(name.isEmpty() ? "xmlns" : "xmlns:" + name, uri)));
            return attributes;
        }

        private void element(String name, List<String> attributes, String content) {
            open(name, attributes);
            if (content.isEmpty()) {
                out.append("/>");
            } else {
                out.append('>').append(content);
                close(name);
            }
        }

        private void open(String name, List<String> attributes) {
            out.append('<').append(prefix).append(':').append(name);
            for (int i = 0; i < attributes.size(); i += 2) {
                out.append(' ').append(attributes.get(i)).append("=\"");
                out.append(Conflict.escaped(attributes.get(i + 1))).append('"');
            }
        }

        private void close(String name) {
            out.append("</").append(prefix).append(':').append(name).append('>');
        }
    }
}
