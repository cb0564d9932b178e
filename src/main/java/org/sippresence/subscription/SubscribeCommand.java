package org.sippresence.subscription;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.model.MediaType;

/**
 * A SUBSCRIBE request (RFC 6665 section 4.2.1) without its SIP.
 *
 * @param presentity of the Request-URI; within a dialog the one of the stored subscription
 * @param dialog as this request makes it, or refreshes it
 * @param expires seconds that the subscriber wishes, if it named any
 * @param accept what its NOTIFYs may carry
 * @param body what it carries, checked by its event package; empty if nothing, or if the package reads none
 * @param parameters of its Event header that its event package reads
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

    /** With types that are all acceptable, none for the default one, and without parameters that its event package reads. */
    public SubscribeCommand(
            Aor presentity,
            EventId event,
            Watcher watcher,
            Dialog dialog,
            OptionalInt expires,
            List<MediaType> accept,
            Optional<Body> body) {
        this(presentity, event, watcher, dialog, expires, Accept.of(accept), body, Map.of());
    }
}
