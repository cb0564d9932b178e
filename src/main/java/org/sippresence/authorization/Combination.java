package org.sippresence.authorization;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What matching rules say together (RFC 4745 section 10.2).
 *
 * @param permissions none unless the handling is to allow: they would mean nothing
 * @param rule the one that gave the handling; empty if none matches
 */
record Combination(Authorization handling, Permissions permissions, Optional<Rule> rule) {

    private static final Combination NOTHING =
            new Combination(Authorization.BLOCK, Permissions.none(), Optional.empty());

    /**
     * Combines those of the rules that match.
     *
     * @param meant rules that mean the requester
     */
    static Combination of(List<Rule> meant, Situation situation) {
        Combination all = NOTHING;
        for (Rule each : meant) {
            if (each.conditions().hold(situation)) {
                all = all.and(each);
            }
        }
        return all.handling == Authorization.ALLOW ? all : new Combination(all.handling, Permissions.none(), all.rule);
    }

    private Combination and(Rule other) {
        Rule deciding = rule.map(mine -> prevails(other, mine) ? other : mine).orElse(other);
        return new Combination(
                deciding.effectiveHandling(), permissions.union(other.permissions()), Optional.of(deciding));
    }

    /** The higher one, and among equals one that does not depend on the order of rules. */
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
                : "rule \"" + rule.get().id() + "\" matches and does not say what to do";
    }
}
