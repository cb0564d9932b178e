package org.sippresence.xcap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.model.Body;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xml.XmlWriter;

/**
 * Documents that the server generates: its capabilities (RFC 4825 section 12) and the directory of a user's documents (OMA
 * XDM).
 */
final class GeneratedDocuments {

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
        XmlWriter out = new XmlWriter();
        out.raw(XmlWriter.DECLARATION).raw("<xcap-caps xmlns=\"" + ApplicationUsages.CAPS + "\">\n  <auids>\n");
        usages.all().forEach(each -> line(out, "auid", each.auid()));
        out.raw("  </auids>\n  <extensions/>\n  <namespaces>\n");
        // RFC 5025 section 8: supported permissions are namespaces too
        Stream.concat(
                        usages.all().stream().map(ApplicationUsage::namespace).distinct(),
                        ApplicationUsages.OMA_NAMESPACES.stream())
                .forEach(each -> line(out, "namespace", each));
        return out.raw("  </namespaces>\n</xcap-caps>\n").toString();
    }

    private static void line(XmlWriter out, String element, String value) {
        out.raw("    ").element(element, value).raw('\n');
    }

    private static String directory(List<StoredDocument> documents) {
        XmlWriter out = new XmlWriter();
        out.raw(XmlWriter.DECLARATION).raw("<xcap-directory xmlns=\"" + ApplicationUsages.DIRECTORY + "\">\n");
        documents.stream().map(document -> document.key().auid()).distinct().forEach(auid -> {
            out.raw("  <folder").attribute("auid", auid).raw(">\n");
            documents.stream()
                    .filter(document -> document.key().auid().equals(auid))
                    .forEach(document -> entry(out, document));
            out.raw("  </folder>\n");
        });
        return out.raw("</xcap-directory>\n").toString();
    }

    private static void entry(XmlWriter out, StoredDocument document) {
        out.raw("    <entry")
                .attribute("uri", XcapUriReader.path(document.key()))
                .attribute("etag", document.entityTag().toString())
                .attribute("last-modified", document.modified().toString())
                .attribute("size", Integer.toString(document.body().length()))
                .raw("/>\n");
    }
}
