package org.sippresence.xcap;

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
import org.sippresence.xcap.PatchOperation.Content;
import org.sippresence.xml.Declaration;
import org.sippresence.xml.XmlWriter;

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

    XcapDiffWriter {
        items = List.copyOf(items);
    }

    /**
     * Writes the document.
     *
     * @param maxLength intended length in bytes; a longer document is shortened to the existence of elements and of changes
     */
    Body print(int maxLength) {
        Body body = Body.of(TYPE, new Printer(prefix(), true).print());
        return body.length() <= maxLength ? body : Body.of(TYPE, new Printer(prefix(), false).print());
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

        private final XmlWriter out = new XmlWriter();
        private final String prefix;
        private final boolean withContents;

        Printer(String prefix, boolean withContents) {
            this.prefix = prefix;
            this.withContents = withContents;
        }

        String print() {
            out.raw(XmlWriter.DECLARATION);
            open("xcap-diff").declare(new Declaration(prefix, NAMESPACE)).attribute("xcap-root", root);
            if (items.isEmpty()) {
                return out.raw("/>\n").toString();
            }
            out.raw(">\n");
            for (Item item : items) {
                out.raw("  ");
                print(item);
                out.raw('\n');
            }
            return close("xcap-diff").raw('\n').toString();
        }

        private void print(Item item) {
            if (item instanceof Document document) {
                print(document);
            } else if (item instanceof Element element) {
                start("element", element.sel(), element.content().isPresent());
                end("element", element.content().filter(each -> withContents));
            } else if (item instanceof Attribute attribute) {
                start("attribute", attribute.sel(), attribute.value().isPresent());
                end("attribute", attribute.value().map(Content::of));
            }
        }

        private void print(Document document) {
            open("document").attribute("sel", document.sel());
            document.before().ifPresent(tag -> out.attribute("previous-etag", tag.value()));
            document.after().ifPresent(tag -> out.attribute("new-etag", tag.value()));
            if (document.patch().isEmpty() || !withContents) {
                out.raw("/>");
                return;
            }
            PatchOperation patch = document.patch().get();
            out.raw('>');
            open(patch.operation()).attribute("sel", patch.sel());
            patch.how().forEach(out::attribute);
            end(patch.operation(), patch.content());
            close("document");
        }

        private void start(String name, String sel, boolean exists) {
            open(name).attribute("sel", sel);
            if (!exists) {
                out.attribute("exists", "0");
            }
        }

        /** Completes an element with the namespace declarations that its content depends on, and the content. */
        private void end(String name, Optional<Content> content) {
            content.map(Content::namespaces)
                    .ifPresent(all -> new TreeMap<>(all).forEach((key, uri) -> out.declare(new Declaration(key, uri))));
            String text = content.map(Content::text).orElse("");
            if (text.isEmpty()) {
                out.raw("/>");
            } else {
                out.raw('>').raw(text);
                close(name);
            }
        }

        private XmlWriter open(String name) {
            return out.raw('<').raw(prefix).raw(':').raw(name);
        }

        private XmlWriter close(String name) {
            return out.raw("</").raw(prefix).raw(':').raw(name).raw('>');
        }
    }
}
