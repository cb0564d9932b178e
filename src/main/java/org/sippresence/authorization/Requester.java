package org.sippresence.authorization;

import java.util.List;
import org.sippresence.model.Aor;

/**
 * The authenticated identities of a requester (RFC 5025 section 3.1.1.2).
 *
 * @param identities usually one; several if several were asserted for the same request; none if no identity was asserted, and
 *     then no {@code one} and no {@code many} matches
 *
 * @param anonymous whether the request asks for anonymity or has no identity. An identity that is asserted nevertheless is
 *     still used
 */
public record Requester(List<Aor> identities, boolean anonymous) {

    /** The domain of an anonymous From header (RFC 3323 section 4.1.1.3). */
    private static final String ANONYMOUS_DOMAIN = "anonymous.invalid";

    public Requester {
        identities = List.copyOf(identities);
    }

    /** Creates a requester with one identity; the anonymous address of RFC 3323 counts as none. */
    public static Requester of(Aor identity) {
        return identity.domain().equals(ANONYMOUS_DOMAIN) ? unknown() : new Requester(List.of(identity), false);
    }

    /** Creates a requester without identity. */
    public static Requester unknown() {
        return new Requester(List.of(), true);
    }
}
