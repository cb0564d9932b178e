package org.sippresence.publication;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;

/**
 * One piece of event state published for a presentity (RFC 3903 section 3).
 *
 * @param id internal id, at most 64 characters, constant from the initial PUBLISH until the publication ends
 * @param entityTag changes with each successful PUBLISH
 * @param received when the current body arrived; later than all others of the presentity by at least a microsecond, which orders
 * them; not changed by a refresh
 * @param expires when the publication ends
 * @param sender URI of the publisher, for the column of the table; may be empty
 */
public record Publication(
        String id,
        Aor presentity,
        EventName event,
        EntityTag entityTag,
        Instant received,
        Instant expires,
        Body body,
        String sender) {

    public Publication {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(entityTag, "entityTag");
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(sender, "sender");
    }

    /** Returns a copy with the entity-tag and the end of a refresh. */
    Publication refreshed(EntityTag newTag, Instant newExpires) {
        return new Publication(id, presentity, event, newTag, received, newExpires, body, sender);
    }

    /** Returns a copy with the receipt time of the body. */
    public Publication receivedAt(Instant time) {
        return new Publication(id, presentity, event, entityTag, time, expires, body, sender);
    }
}
