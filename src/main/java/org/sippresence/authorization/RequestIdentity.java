package org.sippresence.authorization;

import java.util.Objects;
import org.sippresence.model.Aor;

/**
 * The identity of a request with its assurance. The only place that decides who may act for a user: PUBLISH, REGISTER,
 * subscriptions to {@code *.winfo}, {@code reg} and {@code xcap-diff}, and the administration interface call
 * {@link #mayActFor}.
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

    /**
     * Whether this identity may publish the user's state, register its contacts and see information restricted to the user.
     * Users act only for themselves; addresses are compared in canonical form (RFC 3261 section 19.1.4).
     */
    public boolean mayActFor(Aor user) {
        return assurance == Assurance.TRUSTED_PEER || aor.equals(user);
    }
}
