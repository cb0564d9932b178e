package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import org.sippresence.model.Aor;
import org.sippresence.sip.message.BadRequestException;

/** Checks that a request of a user who has authenticated here names that user in its From header. */
final class FromCheck {

    /** The From of a sender who wants to stay anonymous (RFC 3323 section 4.1.1.3). */
    private static final Aor ANONYMOUS = new Aor("sip:anonymous@anonymous.invalid");

    private FromCheck() {}

    /**
     * Accepts the user's own address, by {@code sip} or {@code sips}, and the anonymous one.
     *
     * @throws BadRequestException with 403 if From names anyone else, or cannot be read
     */
    static void check(SIPRequest request, Aor user) throws BadRequestException {
        if (!isAllowed(request.getFrom().getAddress().getURI().toString(), user)) {
            throw new BadRequestException(403, "From is not the authenticated user");
        }
    }

    private static boolean isAllowed(String from, Aor user) {
        try {
            Aor named = Aor.parse(from);
            return named.isSameUser(user) || named.isSameUser(ANONYMOUS);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
