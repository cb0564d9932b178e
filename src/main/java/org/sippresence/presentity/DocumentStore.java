package org.sippresence.presentity;

import java.util.List;
import java.util.Optional;

/**
 * The XCAP documents of the presentity of a running transaction, as its lane sees them: stored documents and uncommitted writes
 * of this and earlier transactions. Must only be used within the transaction. The first access may read the database and throws
 * an {@link java.io.UncheckedIOException} if that fails.
 */
public interface DocumentStore {

    /** Returns all documents of one application usage, ordered by path. */
    List<StoredDocument> list(String auid);

    /** Returns all documents, ordered by application usage and path. */
    List<StoredDocument> list();

    Optional<StoredDocument> find(DocumentKey key);

    /** Creates or replaces a document. */
    void save(StoredDocument document);

    /** Removes a document; does nothing if it does not exist. */
    void remove(DocumentKey key);
}
