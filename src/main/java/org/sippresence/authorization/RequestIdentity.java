package org.sippresence.authorization;

import java.util.Objects;
import org.sippresence.access.AccessPolicy;
import org.sippresence.access.Caller;
import org.sippresence.access.Operation;
import org.sippresence.model.Aor;

/**
 * The identity of a SIP request with its assurance.
 *
 * @param aor the user
 * @param assurance how the identity was established
 */
public record RequestIdentity(Aor aor, Assurance assurance) {

    /** How an identity was established. */
    public enum Assurance {
        /** By the From header, without proof. */
        CLAIMED,
        /** By the user's credentials (RFC 3261 section 22). */
        AUTHENTICATED,
        /** By a peer that is trusted to assert the identity of every user ({@code trusted_peers}). */
        TRUSTED_PEER
    }

    public RequestIdentity {
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(assurance, "assurance");
    }

    /** Creates an identity that only the request itself claims. */
    public static RequestIdentity claimed(Aor aor) {
        return new RequestIdentity(aor, Assurance.CLAIMED);
    }

    /** Creates an identity that the user has proven. */
    public static RequestIdentity authenticated(Aor aor) {
        return new RequestIdentity(aor, Assurance.AUTHENTICATED);
    }

    /** Creates an identity that a trusted peer asserts. */
    public static RequestIdentity ofTrustedPeer(Aor aor) {
        return new RequestIdentity(aor, Assurance.TRUSTED_PEER);
    }

    /** Whether {@link AccessPolicy} allows this identity to do the operation to the user. */
    public boolean may(Operation operation, Aor user) {
        return AccessPolicy.allows(caller(), operation, user);
    }

    private Caller caller() {
        return assurance == Assurance.TRUSTED_PEER ? new Caller.TrustedPeer() : new Caller.User(aor);
    }
}
