package org.sippresence.rest;

import java.util.List;
import org.sippresence.account.Account;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * A subscriber without anything secret.
 *
 * @param realm in which the hashes must have been made
 * @param algorithms by which it can prove who it is
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
