package org.sippresence.authorization;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A parsed document of presence rules.
 *
 * @param name the document's display name
 */
public record RulesDocument(String name, List<Rule> rules) {

    public RulesDocument {
        Objects.requireNonNull(name, "name");
        rules = List.copyOf(rules);
    }

    /** Returns the URIs of all lists that the document refers to (OMA's {@code external-list}). */
    public Set<String> externalLists() {
        return rules.stream()
                .flatMap(each -> each.conditions().externalLists().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
