package org.sippresence.audit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.sippresence.access.Caller;

/**
 * Who caused an event of the audit log.
 *
 * @param id the number or name of the token, the address of the user, or empty; never a secret
 * @param attributes what else is known, such as the role, by names in lower case with underscores
 */
public record Actor(Kind kind, String id, Map<String, String> attributes) {

    /** The kinds of actors. */
    public enum Kind {
        /** The holder of an access token. */
        TOKEN,
        /** A SIP user who proved the identity. */
        USER,
        /** A sender whose identity is only what the request says. */
        UNPROVEN,
        /** The server itself. */
        SERVER
    }

    public Actor {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(id, "id");
        attributes = Map.copyOf(attributes);
    }

    /** The holder of an access token with this number or name. */
    public static Actor token(String id) {
        return new Actor(Kind.TOKEN, id, Map.of());
    }

    /** A caller whose rights {@link org.sippresence.access.AccessPolicy} knows. */
    public static Actor of(Caller caller) {
        if (caller instanceof Caller.TokenHolder holder) {
            return token(holder.id())
                    .with("role", holder.role().label())
                    .with("domain", holder.domain().orElse(""));
        }
        return caller instanceof Caller.User user ? user(user.aor().uri()) : unproven("");
    }

    /** An authenticated user with this SIP address. */
    public static Actor user(String address) {
        return new Actor(Kind.USER, address, Map.of());
    }

    /** Somebody who claims to be this user; empty if the request names nobody. */
    public static Actor unproven(String claimed) {
        return new Actor(Kind.UNPROVEN, claimed, Map.of());
    }

    /** The server itself. */
    public static Actor server() {
        return new Actor(Kind.SERVER, "", Map.of());
    }

    /** Returns the actor with one more attribute; without it if the value is empty. */
    public Actor with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(attributes);
        if (!value.isEmpty()) {
            more.put(name, value);
        }
        return new Actor(kind, id, more);
    }
}
