package org.sippresence.xcap;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sippresence.model.EntityTag;
import org.sippresence.presentity.StoredDocument;
import org.sippresence.xcap.XcapDiffWriter.Document;

/** How changes of a document are told (RFC 5875 section 4.3), from the simplest to the most complex. */
enum DiffProcessing {
    /** That it has changed. */
    NO_PATCHING {
        @Override
        List<Document> tell(String sel, DocumentHistory steps) {
            return isNews(steps) ? List.of(Document.changed(sel, steps.before(), steps.after())) : List.of();
        }
    },
    /** Each change that was made. */
    XCAP_PATCHING {
        @Override
        List<Document> tell(String sel, DocumentHistory steps) {
            return steps.complete()
                    ? steps.steps().stream()
                            .map(each -> patched(sel, each.before(), each.after()))
                            .toList()
                    : NO_PATCHING.tell(sel, steps);
        }
    },
    /** What all changes come to. */
    AGGREGATE {
        @Override
        List<Document> tell(String sel, DocumentHistory steps) {
            return isNews(steps) ? List.of(patched(sel, steps.before(), steps.after())) : List.of();
        }
    };

    /** The parameter of the Event header. */
    static final String PARAMETER = "diff-processing";

    /** What the subscriber asks for; what we do not know is taken for the simplest. */
    static DiffProcessing of(Map<String, String> parameters) {
        String wanted = parameters.getOrDefault(PARAMETER, "").toLowerCase(Locale.ROOT);
        for (DiffProcessing each : values()) {
            if (each.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(wanted)) {
                return each;
            }
        }
        return NO_PATCHING;
    }

    /** What to say of a document. */
    abstract List<Document> tell(String sel, DocumentHistory steps);

    private static boolean isNews(DocumentHistory steps) {
        return !tag(steps.before()).equals(tag(steps.after()));
    }

    private static Optional<EntityTag> tag(Optional<StoredDocument> document) {
        return document.map(StoredDocument::entityTag);
    }

    private static Document patched(String sel, Optional<StoredDocument> before, Optional<StoredDocument> after) {
        return Document.changed(sel, before, after)
                .with(before.flatMap(XmlText::of)
                        .flatMap(old -> after.flatMap(XmlText::of).flatMap(now -> PatchOperation.between(old, now))));
    }
}
