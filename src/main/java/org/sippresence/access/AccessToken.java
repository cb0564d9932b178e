package org.sippresence.access;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Characters;

/**
 * An access token without its secret.
 *
 * @param id public, up to 32 letters and digits
 * @param hash SHA-256 of the secret, in hexadecimal digits
 * @param domain to whose users the token is limited, in lower case; empty for the whole server
 * @param description what it is for, up to 255 characters on one line
 * @param expires the first instant at which it is not accepted; empty for never
 * @param lastUsed rounded down to the hour; empty if it was never used
 */
public record AccessToken(
        String id,
        String hash,
        Role role,
        Optional<String> domain,
        String description,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> lastUsed) {

    /** Characters of the longest description. */
    public static final int LONGEST_DESCRIPTION = 255;

    public AccessToken {
        Objects.requireNonNull(hash, "hash");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(created, "created");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(lastUsed, "lastUsed");
        if (!id.matches("[A-Za-z0-9]{1,32}")) {
            throw new IllegalArgumentException("id must be 1 to 32 letters or digits");
        }
        checkDescription(description);
    }

    static void checkDescription(String description) {
        if (description.length() > LONGEST_DESCRIPTION || Characters.hasControl(description)) {
            throw new IllegalArgumentException(
                    "description must have at most " + LONGEST_DESCRIPTION + " characters, no control characters");
        }
    }

    /** The caller that presents this token. */
    Caller.TokenHolder holder() {
        return new Caller.TokenHolder(id, role, domain);
    }

    /** The users that the token is for. */
    public Target target() {
        return target(domain);
    }

    static Target target(Optional<String> domain) {
        return domain.<Target>map(Target.Domain::new).orElse(Target.SERVER);
    }

    AccessToken usedAt(Instant time) {
        return new AccessToken(id, hash, role, domain, description, created, expires, Optional.of(time));
    }

    /** Omits the hash. */
    @Override
    public String toString() {
        return "AccessToken[" + id + ", " + role.label()
                + domain.map(name -> " of " + name).orElse("") + ']';
    }
}
