package org.sippresence.authorization;

import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Who is not meant (RFC 4745 section 7.1.3).
 *
 * @param users user parts without a domain, as the seed's {@code <except entity="smith"/>} has it
 * @param unreadable whether somebody is excepted of whom we cannot say who: then everybody is
 */
record Exceptions(Set<Aor> identities, Set<String> domains, Set<String> users, boolean unreadable) {

    Exceptions {
        identities = Set.copyOf(identities);
        domains = Set.copyOf(domains);
        users = Set.copyOf(users);
    }

    /** Whether one of the requester's identities is excepted (RFC 5025 section 3.1.1.2). */
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
