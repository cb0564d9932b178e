package org.sippresence.authorization;

import java.util.Objects;
import java.util.Optional;

/**
 * What rules for messages say about a sender.
 *
 * @param allowed whether the message may be delivered
 * @param rule the id of the rule that decided: of several the first one by its id; empty if none said anything
 * @param why one line for people
 */
public record ImDecision(boolean allowed, Optional<String> rule, String why) {

    public ImDecision {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
    }
}
