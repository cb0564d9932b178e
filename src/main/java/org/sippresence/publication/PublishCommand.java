package org.sippresence.publication;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.Rejection;

/**
 * A PUBLISH request (RFC 3903 section 6), independent of the SIP message.
 *
 * @param ifMatch the SIP-If-Match header
 * @param expires the requested lifetime in seconds, if present
 * @param sender URI of the publisher; may be empty
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

    /** The content of the request. */
    public sealed interface Content {

        /** No body: a refresh or a removal. */
        record None() implements Content {}

        /** A body of an accepted type, decoded and checked by its event package. */
        record State(ParsedBody parsed) implements Content {

            Body body() {
                return parsed.body();
            }
        }

        /** An invalid body; the rejection is sent unless an earlier check fails. */
        record Unusable(Rejection rejection) implements Content {}
    }
}
