package org.sippresence.subscription;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;

/**
 * A SUBSCRIBE request (RFC 6665 section 4.2.1), independent of the SIP message.
 *
 * @param presentity the presentity of the Request-URI; within a dialog the one of the stored subscription
 * @param dialog the dialog as created or refreshed by this request
 * @param expires the requested lifetime in seconds, if present
 * @param accept the media types that NOTIFYs may carry
 * @param body the body, checked by its event package; empty if there is none, or if the package reads none
 * @param parameters the parameters of the Event header that its event package reads
 */
public record SubscribeCommand(
        Aor presentity,
        EventId event,
        Watcher watcher,
        Dialog dialog,
        OptionalInt expires,
        Accept accept,
        Optional<Body> body,
        Map<String, String> parameters) {

    public SubscribeCommand {
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(dialog, "dialog");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(accept, "accept");
        Objects.requireNonNull(body, "body");
        parameters = Map.copyOf(parameters);
    }
}
