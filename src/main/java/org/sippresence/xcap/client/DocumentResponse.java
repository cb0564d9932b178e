package org.sippresence.xcap.client;

import java.util.Optional;
import org.sippresence.model.Body;

/** What the server said about a document. */
sealed interface DocumentResponse {

    /**
     * The document as it is; nobody has read it yet.
     *
     * @param etag to be sent with the next request; empty if there was none that can be
     */
    record Found(Body body, Optional<String> etag) implements DocumentResponse {}

    /** It is what it was when its entity-tag was given out. */
    record Unchanged() implements DocumentResponse {}

    /** There is no such document. */
    record Absent() implements DocumentResponse {}

    /**
     * It is not known.
     *
     * @param detail for the log, one line without anything that the server wrote into a body
     */
    record Failed(FetchFailure failure, String detail) implements DocumentResponse {}
}
