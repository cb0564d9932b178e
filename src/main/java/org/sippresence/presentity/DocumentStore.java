package org.sippresence.presentity;

import java.util.List;
import java.util.Optional;

/**
 * The XCAP documents of the presentity whose turn it is, as its lane sees them: what is stored, and what this and earlier
 * turns wrote and is not yet committed. Only to be used within the turn; the first look in a turn may read the database,
 * and throws an {@link java.io.UncheckedIOException} if that fails.
 */
public interface DocumentStore {

    /** All documents of one application usage, in the order of their paths. */
    List<StoredDocument> list(String auid);

    /** All documents, in the order of application usages and paths. */
    List<StoredDocument> list();

    Optional<StoredDocument> find(DocumentKey key);

    /** Writes a document, new or changed. */
    void save(StoredDocument document);

    /** Removes a document; nothing happens if there is none. */
    void remove(DocumentKey key);
}
