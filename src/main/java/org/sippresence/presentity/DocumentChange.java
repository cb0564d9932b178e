package org.sippresence.presentity;

import java.util.Objects;
import java.util.Optional;

/**
 * Change of one XCAP document.
 *
 * @param before the old version; empty if the document was created
 * @param after the new version; empty if the document was removed
 */
public record DocumentChange(DocumentKey key, Optional<StoredDocument> before, Optional<StoredDocument> after) {

    public DocumentChange {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
    }

    /** Merges an earlier change of the same document with this one. */
    DocumentChange after(DocumentChange earlier) {
        return new DocumentChange(key, earlier.before, after);
    }
}
