package org.sippresence.authorization;

import java.util.Objects;
import java.util.Optional;

/**
 * The result of one rule in an explanation.
 *
 * @param document the name of the document that contains the rule
 * @param rule its id
 * @param handling the handling of the rule; block if absent
 * @param unmet the first condition that is not met and why; empty if the rule matches
 */
public record RuleTrial(String document, String rule, Authorization handling, Optional<String> unmet) {

    public RuleTrial {
        Objects.requireNonNull(document, "document");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(handling, "handling");
        Objects.requireNonNull(unmet, "unmet");
    }

    public boolean matches() {
        return unmet.isEmpty();
    }
}
