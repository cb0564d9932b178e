package org.sippresence.authorization;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What rules say about a requester.
 *
 * @param handling what to do with the subscription
 * @param permissions what may be seen; {@link Permissions#none()} unless the handling is {@link Authorization#ALLOW}
 * @param rule the id of the rule that gave the handling: of several the first one by its id
 * @param why one line for people
 * @param until when time alone may change the handling or the permissions; {@link Instant#MAX} for never
 */
public record RulesDecision(
        Authorization handling, Permissions permissions, Optional<String> rule, String why, Instant until) {

    public RulesDecision {
        Objects.requireNonNull(handling, "handling");
        Objects.requireNonNull(permissions, "permissions");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(until, "until");
    }
}
