package org.sippresence.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The combination of matching rules (RFC 4745 section 10.2).
 *
 * @param permissions none unless the handling is allow, since they have no effect otherwise
 * @param rule the rule with the resulting handling; empty if none matches
 */
record Combination(Authorization handling, Permissions permissions, Optional<Rule> rule) {

    /**
     * Combines the rules whose conditions are met.
     *
     * @param candidates rules whose identity conditions match the requester
     * @param unmatched the handling if no rule matches
     */
    static Combination of(List<Rule> candidates, DecisionContext context, Authorization unmatched) {
        List<Rule> matching = candidates.stream()
                .filter(each -> each.conditions().areMet(context))
                .toList();
        Optional<Rule> deciding = matching.stream().reduce((one, other) -> prevails(other, one) ? other : one);
        Authorization handling = deciding.map(Rule::effectiveHandling).orElse(unmatched);
        Permissions permissions = handling == Authorization.ALLOW
                ? Permissions.union(matching.stream().map(Rule::permissions).toList())
                : Permissions.none();
        return new Combination(handling, permissions, deciding);
    }

    /** Whether a rule has the higher handling; ties are resolved independently of the order of rules. */
    private static boolean prevails(Rule other, Rule mine) {
        int compared = other.effectiveHandling().compareTo(mine.effectiveHandling());
        return compared > 0 || (compared == 0 && other.id().compareTo(mine.id()) < 0);
    }

    boolean sameEffect(Combination other) {
        return handling == other.handling && permissions.equals(other.permissions);
    }

    String why() {
        if (rule.isEmpty()) {
            return "no rule matches";
        }
        String word = handling.name().toLowerCase(Locale.ROOT).replace('_', '-');
        return rule.get().handling().isPresent()
                ? "rule \"" + rule.get().id() + "\" says " + word
                : "rule \"" + rule.get().id() + "\" matches and has no handling";
    }
}
