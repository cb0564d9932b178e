package org.sippresence.authentication;

import java.util.List;
import java.util.Optional;
import org.sippresence.model.Aor;

/** The outcome of checking a digest. */
public sealed interface DigestOutcome {

    /**
     * The user is authenticated.
     *
     * @param nextNonce for the client's next request, if its nonce will soon expire
     */
    record Verified(Aor user, Optional<String> nextNonce) implements DigestOutcome {}

    /**
     * Authentication failed: 401 or 407. Unknown users and wrong passwords are indistinguishable in the challenges.
     *
     * @param challenges one for each algorithm, in the order of the settings
     * @param reason what was wrong with the credentials
     */
    record Unverified(List<String> challenges, Reason reason) implements DigestOutcome {

        public Unverified {
            challenges = List.copyOf(challenges);
        }
    }

    /** Why a client is challenged. */
    enum Reason {
        /** The request has no credentials for a realm and an algorithm of this server. */
        NO_CREDENTIALS,
        /** The nonce has expired, is of another server, or is no longer known. */
        STALE_NONCE,
        /** The credentials are right, but the nonce was used with this count or by another user before: answered as stale. */
        REPLAYED,
        /** The user is unknown or the password wrong. */
        WRONG_CREDENTIALS
    }

    /** The credentials were not checked, because their source has failed too often: 429 or 503 with Retry-After. */
    record Throttled() implements DigestOutcome {}

    /**
     * The digest cannot be parsed or is for another request: 400.
     *
     * @param reason one short line
     */
    record Malformed(String reason) implements DigestOutcome {}
}
