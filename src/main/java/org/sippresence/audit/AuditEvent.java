package org.sippresence.audit;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An administrative change, completed or rejected. No member may contain a password, a hash, a token, a nonce or a body.
 *
 * @param action method and path template of a request such as {@code PUT /api/v1/subscribers/{aor}}, or a name such as {@code
 *     server.start}
 * @param target what is changed: a path or an address; empty if the action says it
 * @param outcome the status code of the response
 * @param source of the request; empty for the server's own actions
 * @param details values by names in lower case with underscores
 */
public record AuditEvent(
        String action,
        Actor actor,
        String target,
        int outcome,
        Optional<InetAddress> source,
        Map<String, String> details) {

    public AuditEvent {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(source, "source");
        details = Map.copyOf(details);
    }

    /** An event without details. */
    public AuditEvent(String action, Actor actor, String target, int outcome, Optional<InetAddress> source) {
        this(action, actor, target, outcome, source, Map.of());
    }

    /** Returns the event with one more detail; without it if the value is empty. */
    public AuditEvent with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(details);
        if (!value.isEmpty()) {
            more.put(name, value);
        }
        return new AuditEvent(action, actor, target, outcome, source, more);
    }
}
