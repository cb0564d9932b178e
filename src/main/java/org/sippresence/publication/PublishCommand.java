package org.sippresence.publication;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.Rejection;

/**
 * A PUBLISH request (RFC 3903 section 6) without its SIP.
 *
 * @param ifMatch of SIP-If-Match
 * @param expires seconds that the client wishes, if it named any
 * @param sender who published, as a URI; may be empty
 */
public record PublishCommand(
        Aor presentity,
        EventName event,
        Optional<EntityTag> ifMatch,
        OptionalInt expires,
        Content content,
        String sender) {

    public PublishCommand {
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(ifMatch, "ifMatch");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(sender, "sender");
    }

    /** What the request carried. */
    public sealed interface Content {

        /** No body: a refresh or a removal. */
        record None() implements Content {}

        /** A body of an accepted type, decoded and checked by its event package. */
        record State(Body body) implements Content {}

        /** A body that cannot be used; told to the client unless the request fails for something that is checked before. */
        record Unusable(Rejection rejection) implements Content {}
    }
}
