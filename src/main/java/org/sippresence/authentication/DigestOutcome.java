package org.sippresence.authentication;

import java.util.List;
import org.sippresence.model.Aor;

/** The outcome of checking a digest. */
public sealed interface DigestOutcome {

    /** The user is authenticated. */
    record Verified(Aor user) implements DigestOutcome {}

    /**
     * Authentication failed: 401. Unknown users, wrong passwords and replayed responses are indistinguishable.
     *
     * @param challenges values of WWW-Authenticate, one for each algorithm, in the order of the settings
     */
    record Unverified(List<String> challenges) implements DigestOutcome {
        public Unverified {
            challenges = List.copyOf(challenges);
        }
    }

    /**
     * The digest cannot be parsed or is for another request: 400.
     *
     * @param reason one short line
     */
    record Malformed(String reason) implements DigestOutcome {}
}
