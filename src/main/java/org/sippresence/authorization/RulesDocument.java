package org.sippresence.authorization;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A parsed document of presence rules. Immutable, equal by value. */
public final class RulesDocument {

    private final String name;
    private final List<Rule> rules;

    RulesDocument(String name, List<Rule> rules) {
        this.name = Objects.requireNonNull(name, "name");
        this.rules = List.copyOf(rules);
    }

    /** Returns the document's display name. */
    public String name() {
        return name;
    }

    List<Rule> rules() {
        return rules;
    }

    /** Returns the URIs of all lists that the document refers to (OMA's {@code external-list}). */
    public Set<String> externalLists() {
        return rules.stream()
                .flatMap(each -> each.conditions().externalLists().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RulesDocument that && name.equals(that.name) && rules.equals(that.rules);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, rules);
    }

    @Override
    public String toString() {
        return "RulesDocument[" + name + ", " + rules.size() + " rules]";
    }
}
