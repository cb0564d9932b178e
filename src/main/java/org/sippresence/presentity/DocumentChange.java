package org.sippresence.presentity;

import java.util.Objects;
import java.util.Optional;

/**
 * What became of one XCAP document.
 *
 * @param before as it was; empty if it was made
 * @param after as it is; empty if it was removed
 */
public record DocumentChange(DocumentKey key, Optional<StoredDocument> before, Optional<StoredDocument> after) {

    public DocumentChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /** This change and the one before it as one. */
    DocumentChange after(DocumentChange earlier) {
        return new DocumentChange(key, earlier.before, after);
    }
}
