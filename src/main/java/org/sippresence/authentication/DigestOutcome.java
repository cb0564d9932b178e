package org.sippresence.authentication;

import java.util.List;
import org.sippresence.model.Aor;

/** What became of a digest. */
public sealed interface DigestOutcome {

    /** It is this subscriber. */
    record Verified(Aor user) implements DigestOutcome {}

    /**
     * Nobody proved anything: 401. Unknown users, wrong passwords and answers that were used before look the same.
     *
     * @param challenges values of WWW-Authenticate, one for each algorithm, in the order of the settings
     */
    record Unverified(List<String> challenges) implements DigestOutcome {
        public Unverified {
            challenges = List.copyOf(challenges);
        }
    }

    /**
     * The digest cannot be read or is for another request: 400.
     *
     * @param reason one short line
     */
    record Malformed(String reason) implements DigestOutcome {}
}
