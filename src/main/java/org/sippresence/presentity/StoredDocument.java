package org.sippresence.presentity;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;

/**
 * An XCAP document as it is stored; equal by value.
 *
 * @param entityTag names this version of it, without quotes
 * @param body as it was put, in UTF-8
 * @param modified when it was last changed
 */
public record StoredDocument(DocumentKey key, EntityTag entityTag, Body body, Instant modified) {

    public StoredDocument {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(entityTag, "entityTag");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(modified, "modified");
    }
}
