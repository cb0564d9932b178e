package org.sippresence.authorization;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Many requesters: all, or those of one domain, but for some (RFC 4745 section 7.1.3).
 *
 * @param domain in its ASCII form and lower case; empty for all domains
 * @param exceptUsers user parts without a domain, as the seed's {@code <except entity="smith"/>} has it
 */
record Group(Optional<String> domain, Set<Aor> exceptIdentities, Set<String> exceptDomains, Set<String> exceptUsers) {

    Group {
        Objects.requireNonNull(domain, "domain");
        exceptIdentities = Set.copyOf(exceptIdentities);
        exceptDomains = Set.copyOf(exceptDomains);
        exceptUsers = Set.copyOf(exceptUsers);
    }

    /** One of the identities must be in, and none of them excepted (RFC 5025 section 3.1.1.2). */
    boolean contains(Requester requester) {
        boolean in = false;
        for (Aor each : requester.identities()) {
            if (exceptIdentities.contains(each)
                    || exceptDomains.contains(each.domain())
                    || exceptUsers.contains(each.user())) {
                return false;
            }
            in |= domain.isEmpty() || domain.get().equals(each.domain());
        }
        return in;
    }
}
