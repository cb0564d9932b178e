package org.sippresence.rest;

import java.util.List;
import org.sippresence.account.Account;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * An account without its secrets.
 *
 * @param realm for which the hashes must have been computed
 * @param algorithms with which it can authenticate
 */
record SubscriberRepresentation(String uri, String username, String domain, String realm, List<String> algorithms) {

    static SubscriberRepresentation from(Account subscriber, String realm) {
        return new SubscriberRepresentation(
                subscriber.aor().uri(),
                subscriber.aor().user(),
                subscriber.aor().domain(),
                realm,
                subscriber.algorithms().stream().map(Algorithm::token).toList());
    }
}
