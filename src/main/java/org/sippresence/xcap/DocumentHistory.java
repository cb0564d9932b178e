package org.sippresence.xcap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.sippresence.notification.EventChange;
import org.sippresence.presentity.DocumentChange;
import org.sippresence.presentity.DocumentKey;
import org.sippresence.presentity.StoredDocument;

/**
 * The changes of one document since the last notification of a watcher.
 *
 * @param steps consecutive changes, at least one; each starts where the previous one ends
 * @param complete whether these are all changes; too many changes are merged into one
 */
record DocumentHistory(DocumentKey document, List<DocumentChange> steps, boolean complete) implements EventChange {

    private static final int MAX_STEPS = 20;
    private static final int MAX_BYTES = 262_144;

    DocumentHistory {
        Objects.requireNonNull(document, "document");
        steps = List.copyOf(steps);
    }

    static DocumentHistory of(DocumentChange change) {
        return new DocumentHistory(change.key(), List.of(change), true);
    }

    @Override
    public String key() {
        return document.toString();
    }

    @Override
    public EventChange after(EventChange earlier) {
        DocumentHistory first = (DocumentHistory) earlier;
        List<DocumentChange> all =
                Stream.concat(first.steps.stream(), steps.stream()).toList();
        boolean few = first.complete && all.size() <= MAX_STEPS && bytes(all) <= MAX_BYTES;
        return new DocumentHistory(
                document, few ? all : List.of(new DocumentChange(document, first.before(), after())), few);
    }

    private static int bytes(List<DocumentChange> steps) {
        return steps.stream()
                .flatMap(step -> step.after().stream())
                .mapToInt(document -> document.body().length())
                .sum();
    }

    /** Returns the document before the first step. */
    Optional<StoredDocument> before() {
        return steps.get(0).before();
    }

    /** Returns the document after the last step. */
    Optional<StoredDocument> after() {
        return steps.get(steps.size() - 1).after();
    }
}
