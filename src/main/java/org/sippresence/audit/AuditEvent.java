package org.sippresence.audit;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sippresence.authentication.ClientAddress;

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

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

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

    /** Whether an HTTP request with this method may change something. */
    public static boolean isChange(String method) {
        return !READING.contains(method);
    }

    /** An event of an HTTP request, with the proxy that named its client. */
    public AuditEvent(String action, Actor actor, String target, int outcome, ClientAddress client) {
        this(
                action,
                actor,
                target,
                outcome,
                Optional.of(client.address()),
                client.proxy()
                        .map(proxy -> Map.of("proxy", proxy.getHostAddress()))
                        .orElse(Map.of()));
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
