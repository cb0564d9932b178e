package org.sippresence.presentity;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;

/**
 * Stored XCAP document; equal by value.
 *
 * @param entityTag the entity-tag of this version, without quotes
 * @param body the document as it was put, in UTF-8
 * @param modified the time of the last change
 */
public record StoredDocument(DocumentKey key, EntityTag entityTag, Body body, Instant modified) {

    public StoredDocument {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(entityTag, "entityTag");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(modified, "modified");
    }
}
