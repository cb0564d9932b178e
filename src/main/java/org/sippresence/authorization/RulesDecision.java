package org.sippresence.authorization;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The decision of the rules about a requester.
 *
 * @param handling the handling of the subscription
 * @param permissions the visible parts; {@link Permissions#none()} unless the handling is {@link Authorization#ALLOW}
 * @param rule the id of the rule with the resulting handling, the first one by id if there are several
 * @param why one human-readable line
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
