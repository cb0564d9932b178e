package org.sippresence.publication;

import org.sippresence.model.EntityTag;
import org.sippresence.model.Rejection;

/** Result of a PUBLISH. */
public sealed interface PublishOutcome {

    /**
     * Success, answered with 200.
     *
     * @param entityTag the SIP-ETag header
     * @param expires the Expires header in seconds, 0 after a removal
     * @param changed whether the state that watchers see may have changed
     */
    record Accepted(EntityTag entityTag, int expires, boolean changed) implements PublishOutcome {}

    record Rejected(Rejection rejection) implements PublishOutcome {}
}
