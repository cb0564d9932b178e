package org.sippresence.xcap;

import java.time.Instant;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;

/** The outcome of a request for an XCAP resource. */
sealed interface XcapOutcome {

    /** 200 to GET. */
    record Found(Body body, EntityTag entityTag, Instant modified) implements XcapOutcome {}

    /** 304. */
    record NotModified(EntityTag entityTag) implements XcapOutcome {}

    /** 201 or 200 to PUT, 200 to DELETE of a part: the document has a new entity-tag. */
    record Saved(boolean created, EntityTag entityTag) implements XcapOutcome {}

    /** 200 to DELETE of a document. */
    record Removed() implements XcapOutcome {}

    /** 404, 405, 412, 413, 415 or 503. */
    record Refused(int status, String reason) implements XcapOutcome {}

    /** 409. */
    record Conflicting(Conflict conflict) implements XcapOutcome {}
}
