package org.sippresence.authorization;

import java.util.List;
import org.sippresence.model.Aor;

/**
 * Who asks: the identities that authentication gave (RFC 5025 section 3.1.1.2).
 *
 * @param identities usually one; several if several were asserted for the same request; none if nobody vouches for the
 *     requester, who is then matched by no {@code one} and no {@code many}
 * @param anonymous whether the request asks for anonymity or has no identity. An identity that is asserted nevertheless is
 *     used all the same
 */
public record Requester(List<Aor> identities, boolean anonymous) {

    /** RFC 3323 section 4.1.1.3: who uses this domain does not want to be known. */
    private static final String ANONYMOUS_DOMAIN = "anonymous.invalid";

    public Requester {
        identities = List.copyOf(identities);
    }

    /** A requester by the one identity; the anonymous address of RFC 3323 is nobody's identity. */
    public static Requester of(Aor identity) {
        return identity.domain().equals(ANONYMOUS_DOMAIN) ? unknown() : new Requester(List.of(identity), false);
    }

    /** Somebody without identity. */
    public static Requester unknown() {
        return new Requester(List.of(), true);
    }
}
