package org.sippresence.authorization;

import java.util.Optional;
import org.sippresence.model.Aor;

/**
 * A group of requesters: all, or those of one domain, with exceptions (RFC 4745 section 7.1.3).
 *
 * @param domain in its ASCII form and lower case; empty for all domains
 */
record ManyIdentity(Optional<String> domain, Exceptions exceptions) {

    boolean contains(Requester requester) {
        for (Aor each : requester.identities()) {
            if (domain.isEmpty() || domain.get().equals(each.domain())) {
                return !exceptions.contain(requester);
            }
        }
        return false;
    }
}
