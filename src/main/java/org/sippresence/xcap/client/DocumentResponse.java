package org.sippresence.xcap.client;

import java.util.Optional;
import org.sippresence.model.Body;

/** The server's response to the request for a document. */
sealed interface DocumentResponse {

    /**
     * The document, not parsed yet.
     *
     * @param etag the entity-tag for the next request; empty if there is no usable one
     */
    record Found(Body body, Optional<String> etag) implements DocumentResponse {}

    /** The document has not changed since the entity-tag was issued. */
    record Unchanged() implements DocumentResponse {}

    /** The document does not exist. */
    record Absent() implements DocumentResponse {}

    /**
     * The state of the document is unknown.
     *
     * @param detail for the log, one line without any content of a response body
     */
    record Failed(FetchFailure failure, String detail) implements DocumentResponse {}
}
