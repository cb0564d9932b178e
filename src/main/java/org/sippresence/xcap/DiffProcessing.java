package org.sippresence.xcap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.XcapDiffWriter.Document;

/** How a subscription receives document changes (RFC 5875 section 4.3), from the simplest mode to the most complex. */
enum DiffProcessing {
    /** Reports only that the document has changed. */
    NO_PATCHING {
        @Override
        List<Document> entries(String sel, DocumentHistory steps) {
            return isChanged(steps) ? List.of(Document.changed(sel, steps.before(), steps.after())) : List.of();
        }
    },
    /** Reports each change. */
    XCAP_PATCHING {
        @Override
        List<Document> entries(String sel, DocumentHistory steps) {
            return steps.complete()
                    ? steps.steps().stream()
                            .map(each -> patched(sel, each.before(), each.after()))
                            .toList()
                    : NO_PATCHING.entries(sel, steps);
        }
    },
    /** Reports the changes merged into one. */
    AGGREGATE {
        @Override
        List<Document> entries(String sel, DocumentHistory steps) {
            return isChanged(steps) ? List.of(patched(sel, steps.before(), steps.after())) : List.of();
        }
    };

    /** The parameter of the Event header. */
    static final String PARAMETER = "diff-processing";

    /** Returns the mode that the subscriber requests; an unknown mode counts as the simplest. */
    static DiffProcessing of(Map<String, String> parameters) {
        String wanted = parameters.getOrDefault(PARAMETER, "").toLowerCase(Locale.ROOT);
        for (DiffProcessing each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(wanted)) {
                return each;
            }
        }
        return NO_PATCHING;
    }

    /** Returns the entries that report the change of a document. */
    abstract List<Document> entries(String sel, DocumentHistory steps);

    private static boolean isChanged(DocumentHistory steps) {
        return !tag(steps.before()).equals(tag(steps.after()));
    }

    private static Optional<EntityTag> tag(Optional<StoredDocument> document) {
        return document.map(StoredDocument::entityTag);
    }

    private static Document patched(String sel, Optional<StoredDocument> before, Optional<StoredDocument> after) {
        return Document.changed(sel, before, after)
                .with(before.flatMap(XmlText::of)
                        .flatMap(old -> after.flatMap(XmlText::of).flatMap(now -> new PatchBuilder(old, now).patch())));
    }
}
