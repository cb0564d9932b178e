package org.sippresence.xcap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sippresence.model.Body;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

/**
 * Documents that the server generates: its capabilities (RFC 4825 section 12) and the directory of a user's documents (OMA
 * XDM).
 */
final class GeneratedDocuments {

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final ApplicationUsages usages;
    private final Instant since;

    /**
     * Creates the generator.
     *
     * @param since the last change of the capabilities: the start of the server
     */
    GeneratedDocuments(ApplicationUsages usages, Instant since) {
        this.usages = usages;
        this.since = since;
    }

    /** Returns the generated document with this key; empty if there is none. */
    Optional<Body> find(ApplicationUsage usage, DocumentKey key, List<StoredDocument> documents) {
        if (usage.auid().equals(ApplicationUsages.CAPS_AUID)
                && key.isGlobal()
                && key.path().equals("index")) {
            return Optional.of(Body.of(usage.type(), capabilities()));
        }
        boolean directory = usage.auid().equals(ApplicationUsages.DIRECTORY_AUID) && !key.isGlobal();
        return directory && key.path().equals("directory.xml")
                ? Optional.of(Body.of(usage.type(), directory(documents)))
                : Optional.empty();
    }

    Instant since() {
        return since;
    }

    private String capabilities() {
        return HEAD + "<xcap-caps xmlns=\"" + ApplicationUsages.CAPS + "\">\n"
                + "  <auids>\n" + each(ApplicationUsage::auid, "auid") + "  </auids>\n"
                + "  <extensions/>\n"
                + "  <namespaces>\n" + each(ApplicationUsage::namespace, "namespace") + permissions()
                + "  </namespaces>\n"
                + "</xcap-caps>\n";
    }

    /** Returns the namespaces of supported permissions (RFC 5025 section 8), in addition to the namespaces of the usages. */
    private static String permissions() {
        return ApplicationUsages.OMA_NAMESPACES.stream()
                .map(namespace -> "    <namespace>" + namespace + "</namespace>\n")
                .collect(Collectors.joining());
    }

    private String each(Function<ApplicationUsage, String> what, String element) {
        return usages.all().stream()
                .map(what)
                .distinct()
                .map(value -> "    <" + element + '>' + Conflict.escaped(value) + "</" + element + ">\n")
                .collect(Collectors.joining());
    }

    private String directory(List<StoredDocument> documents) {
        StringBuilder folders =
                new StringBuilder(HEAD + "<xcap-directory xmlns=\"" + ApplicationUsages.DIRECTORY + "\">\n");
        documents.stream().map(document -> document.key().auid()).distinct().forEach(auid -> {
            folders.append("  <folder auid=\"").append(auid).append("\">\n");
            documents.stream()
                    .filter(document -> document.key().auid().equals(auid))
                    .forEach(document -> folders.append(entry(document)));
            folders.append("  </folder>\n");
        });
        return folders.append("</xcap-directory>\n").toString();
    }

    private static String entry(StoredDocument document) {
        return "    <entry uri=\"" + Conflict.escaped(XcapUriReader.path(document.key())) + "\" etag=\""
                + document.entityTag() + "\" last-modified=\"" + document.modified() + "\" size=\""
                + document.body().length() + "\"/>\n";
    }
}
