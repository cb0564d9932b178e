package org.sippresence.publication;

import org.sippresence.model.EntityTag;
import org.sippresence.model.Rejection;

/** How a PUBLISH ends. */
public sealed interface PublishOutcome {

    /**
     * Answered 200.
     *
     * @param entityTag for SIP-ETag
     * @param expires seconds for Expires, 0 after a removal
     * @param changed whether watchers have something new to see
     */
    record Accepted(EntityTag entityTag, int expires, boolean changed) implements PublishOutcome {}

    record Rejected(Rejection rejection) implements PublishOutcome {}
}
