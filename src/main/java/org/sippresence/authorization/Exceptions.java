package org.sippresence.authorization;

import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Requesters excluded from an identity condition (RFC 4745 section 7.1.3).
 *
 * @param users user parts without domain, as in SER's {@code <except entity="smith"/>}
 * @param unreadable whether an exception could not be read; then everyone is excluded
 */
record Exceptions(Set<Aor> identities, Set<String> domains, Set<String> users, boolean unreadable) {

    Exceptions {
        identities = Set.copyOf(identities);
        domains = Set.copyOf(domains);
        users = Set.copyOf(users);
    }

    /** Whether one of the requester's identities is excluded (RFC 5025 section 3.1.1.2). */
    boolean contain(Requester requester) {
        if (unreadable) {
            return true;
        }
        for (Aor each : requester.identities()) {
            if (identities.contains(each) || domains.contains(each.domain()) || users.contains(each.user())) {
                return true;
            }
        }
        return false;
    }
}
