package org.sippresence.sip;

import org.sippresence.model.Aor;

/** Checks that a request of a user who has authenticated here names that user in its From header. */
final class FromCheck {

    /** The From of a sender who wants to stay anonymous (RFC 3323 section 4.1.1.3). */
    private static final Aor ANONYMOUS = new Aor("sip:anonymous@anonymous.invalid");

    private FromCheck() {}

    /** Whether From is the user's own address, by {@code sip} or {@code sips}, or the anonymous one. */
    static boolean isAllowed(Aor from, Aor user) {
        return from.isSameUser(user) || isAnonymous(from);
    }

    static boolean isAnonymous(Aor from) {
        return from.isSameUser(ANONYMOUS);
    }
}
