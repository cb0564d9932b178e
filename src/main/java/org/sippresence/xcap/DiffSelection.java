package org.sippresence.xcap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.model.Body;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.xcap.NodeSelector.Terminal;

/**
 * The resources that a subscription covers (RFC 5875 section 4.4): documents, collections, elements and attributes.
 *
 * @param documents the selected documents and collections with the URIs that select them
 * @param components elements and attributes, in the order of the list
 */
record DiffSelection(
        Map<DocumentKey, String> documents, List<DocumentCollection> collections, List<Component> components) {

    /** Selects all documents. */
    static final DiffSelection EVERYTHING =
            new DiffSelection(Map.of(), List.of(DocumentCollection.EVERYTHING), List.of());

    /** Selects nothing. */
    static final DiffSelection NOTHING = new DiffSelection(Map.of(), List.of(), List.of());

    private static final int MAX_URIS = 100;
    private static final int MAX_URI_LENGTH = 1024;
    private static final String LISTS = ResourceLists.NAMESPACE;

    /**
     * An element or an attribute.
     *
     * @param sel the URI that selects it, as the subscriber wrote it
     */
    record Component(String sel, XcapTarget target) {

        NodeSelector selector() {
            return target.node().orElseThrow();
        }
    }

    DiffSelection {
        documents = Map.copyOf(documents);
        collections = List.copyOf(collections);
        components = List.copyOf(components);
    }

    /**
     * Reads the list of URIs in the body of a SUBSCRIBE. Ignores other content of the list, URIs of other servers, unknown
     * application usages and users outside the served domains.
     *
     * @param root the XCAP root as clients see it, with a trailing slash
     * @throws MalformedBodyException if the body is no list, is too long, or contains an entry that cannot be an XCAP URI
     */
    static DiffSelection read(Body body, XcapUriReader targets, String root) throws MalformedBodyException {
        XmlElement lists;
        try {
            lists = XmlText.parse(XmlText.decode(body.bytes())).root();
        } catch (ConflictException e) {
            throw new MalformedBodyException("The list of URIs cannot be read", e);
        }
        if (!lists.is(LISTS, "resource-lists")) {
            throw new MalformedBodyException("The list of URIs is no resource-lists document");
        }
        Reader reader = new Reader(targets, root);
        for (String uri : uris(lists)) {
            reader.add(uri);
        }
        return new DiffSelection(reader.documents, reader.collections, reader.components);
    }

    private static List<String> uris(XmlElement lists) throws MalformedBodyException {
        List<String> uris = lists.children().stream()
                .filter(each -> each.is(LISTS, "list"))
                .flatMap(list -> list.children().stream())
                .filter(each -> each.is(LISTS, "entry"))
                .flatMap(entry -> entry.value("uri").stream())
                .toList();
        if (uris.size() > MAX_URIS) {
            throw new MalformedBodyException("The list has more than " + MAX_URIS + " URIs");
        }
        return uris;
    }

    /** Returns the URI that identifies a document in reports; empty if the document is not reported. */
    Optional<String> document(DocumentKey key) {
        String named = documents.get(key);
        if (named != null) {
            return Optional.of(named);
        }
        return collections.stream().anyMatch(each -> each.holds(key))
                ? Optional.of(XcapUriReader.path(key).substring(XcapUriReader.ROOT.length()))
                : Optional.empty();
    }

    /** Returns the selected elements and attributes of a document. */
    List<Component> components(DocumentKey key) {
        return components.stream()
                .filter(each -> each.target().key().equals(key))
                .toList();
    }

    /** Whether the selection contains the document or a part of it. */
    boolean concern(DocumentKey key) {
        return document(key).isPresent() || !components(key).isEmpty();
    }

    private static final class Reader {

        private final XcapUriReader targets;
        private final String root;
        private final Map<DocumentKey, String> documents = new LinkedHashMap<>();
        private final List<DocumentCollection> collections = new ArrayList<>();
        private final List<Component> components = new ArrayList<>();

        Reader(XcapUriReader targets, String root) {
            this.targets = targets;
            this.root = root;
        }

        void add(String uri) throws MalformedBodyException {
            if (uri.length() > MAX_URI_LENGTH) {
                throw new MalformedBodyException("A URI of the list is longer than " + MAX_URI_LENGTH + " characters");
            }
            Optional<String> relative = relative(uri);
            try {
                if (relative.isPresent()) {
                    add(uri, relative.get());
                }
            } catch (IllegalArgumentException e) {
                throw new MalformedBodyException("A URI of the list is no XCAP URI", e);
            }
        }

        /** Returns the URI relative to the root; empty if it is outside the root. */
        private Optional<String> relative(String uri) {
            if (uri.startsWith(root)) {
                return Optional.of(uri.substring(root.length()));
            }
            if (uri.startsWith("/")) {
                return uri.startsWith(XcapUriReader.ROOT)
                        ? Optional.of(uri.substring(XcapUriReader.ROOT.length()))
                        : Optional.empty();
            }
            return uri.isBlank() || uri.matches("[A-Za-z][A-Za-z0-9+.-]*://.*") ? Optional.empty() : Optional.of(uri);
        }

        private void add(String uri, String relative) {
            int mark = relative.indexOf('?');
            String path = mark < 0 ? relative : relative.substring(0, mark);
            if (path.isEmpty()) {
                collections.add(DocumentCollection.EVERYTHING);
            } else if (path.endsWith("/") && !path.contains("/~~/")) {
                targets.collection(path).ifPresent(collections::add);
            } else {
                targets.read(path, mark < 0 ? "" : relative.substring(mark + 1))
                        .filter(target -> !target.usage().generated())
                        .ifPresent(target -> add(uri, target));
            }
        }

        private void add(String uri, XcapTarget target) {
            if (target.node().isEmpty()) {
                documents.putIfAbsent(target.key(), uri);
            } else if (!(target.node().get().terminal() instanceof Terminal.Namespaces)
                    && components.stream().noneMatch(each -> each.sel().equals(uri))) {
                components.add(new Component(uri, target));
            }
        }
    }
}
