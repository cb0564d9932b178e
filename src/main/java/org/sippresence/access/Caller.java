package org.sippresence.access;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;

/** Who makes a request, as far as {@link AccessPolicy} distinguishes callers. */
public sealed interface Caller {

    /** A caller without credentials. */
    Caller NOBODY = new Nobody();

    /** A caller without credentials. */
    record Nobody() implements Caller {}

    /** A SIP user, authenticated, or claimed by a request where no authentication is required. */
    record User(Aor aor) implements Caller {
        public User {
            Objects.requireNonNull(aor, "aor");
        }
    }

    /** A peer that is trusted to act for every user ({@code trusted_peers}). */
    record TrustedPeer() implements Caller {}

    /**
     * The holder of an access token.
     *
     * @param id of the token, for the audit log; not secret
     * @param domain to whose users the token is limited, in lower case; empty for the whole server
     */
    record TokenHolder(String id, Role role, Optional<String> domain) implements Caller {
        public TokenHolder {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(role, "role");
            Objects.requireNonNull(domain, "domain");
        }
    }
}
