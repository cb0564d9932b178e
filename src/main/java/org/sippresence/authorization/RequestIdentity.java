package org.sippresence.authorization;

import java.util.Objects;
import org.sippresence.model.Aor;

/**
 * The identity that a request is made under, and how it is known. The rule who may act for a user is here and nowhere else: PUBLISH,
 * REGISTER, subscriptions to {@code *.winfo}, {@code reg} and {@code xcap-diff}, and the administration ask {@link #mayActFor}.
 *
 * @param aor the user
 * @param assurance how the identity is known
 */
public record RequestIdentity(Aor aor, Assurance assurance) {

    /** How an identity is known. */
    public enum Assurance {
        /** The From header says so; nobody has proved it. */
        CLAIMED,
        /** A peer says so that is trusted to speak for every user ({@code trusted_peers}). */
        TRUSTED_PEER
    }

    public RequestIdentity {
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(assurance, "assurance");
    }

    /** An identity that only the request itself names. */
    public static RequestIdentity claimed(Aor aor) {
        return new RequestIdentity(aor, Assurance.CLAIMED);
    }

    /** An identity that a trusted peer names. */
    public static RequestIdentity ofTrustedPeer(Aor aor) {
        return new RequestIdentity(aor, Assurance.TRUSTED_PEER);
    }

    /**
     * Whether this identity may publish the user's state, register its contacts and see what only the user itself may see. Users act
     * for themselves only; addresses are compared as RFC 3261 section 19.1.4 says, by their canonical form.
     */
    public boolean mayActFor(Aor user) {
        return assurance == Assurance.TRUSTED_PEER || aor.equals(user);
    }
}
