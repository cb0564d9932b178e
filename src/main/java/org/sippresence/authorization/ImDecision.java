package org.sippresence.authorization;

import java.util.Objects;
import java.util.Optional;

/**
 * The decision of message rules about a sender.
 *
 * @param allowed whether the message may be delivered
 * @param rule the id of the deciding rule, the first one by id if there are several; empty if no rule applies
 * @param why one human-readable line
 */
public record ImDecision(boolean allowed, Optional<String> rule, String why) {

    public ImDecision {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(why, "why");
    }
}
