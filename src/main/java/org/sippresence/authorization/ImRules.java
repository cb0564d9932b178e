package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.xml.Element;

/**
 * Rules for MESSAGE, compatible with SER's {@code im-rules}: the conditions of {@link RulesReader} and the action
 * {@code im-handling} with {@code block} or {@code allow}. Immutable, equal by value, thread-safe; no method blocks.
 *
 * <p>A message is allowed if no rule applies, as in SER. One matching rule that allows is sufficient, since RFC 4745 section
 * 10 combines to the highest value.
 */
public record ImRules(List<ImRule> rules) {

    /** No document: all messages are allowed. */
    public static final ImRules NONE = new ImRules(List.of());

    /**
     * One rule.
     *
     * @param id as the author chose it; empty if it has none
     */
    record ImRule(String id, Conditions conditions, boolean allows) {}

    public ImRules {
        rules = List.copyOf(rules);
    }

    /**
     * Reads a document.
     *
     * @throws MalformedRulesException if it is not well-formed, is no rule set, or exceeds a bound
     */
    public static ImRules read(byte[] document) throws MalformedRulesException {
        List<ImRule> rules = new ArrayList<>();
        for (Element rule : Policy.rules(document)) {
            Conditions conditions = ConditionsReader.read(Policy.part(rule, "conditions"));
            handling(rule).ifPresent(allows -> rules.add(new ImRule(Policy.id(rule), conditions, allows)));
        }
        return new ImRules(rules);
    }

    /** Whether the rule allows the message; empty if the action is absent or unknown. */
    private static Optional<Boolean> handling(Element rule) {
        Set<String> words = Policy.part(rule, "actions").stream()
                .filter(each -> each.is(Policy.IM_RULES, "im-handling"))
                .map(each -> each.text().strip())
                .collect(Collectors.toSet());
        if (words.contains("allow")) {
            return Optional.of(true);
        }
        return words.contains("block") ? Optional.of(false) : Optional.empty();
    }

    /** Returns the URIs of all lists that the rules refer to (OMA's {@code external-list}). */
    public Set<String> externalLists() {
        return rules.stream()
                .flatMap(each -> each.conditions().externalLists().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns the rules with the members of their lists looked up. */
    public ImRules lookedUp(ExternalLists lists) {
        Map<String, Set<Aor>> members = new HashMap<>();
        externalLists().forEach(list -> members.put(list, Set.copyOf(lists.members(list))));
        return new ImRules(rules.stream()
                .map(each -> new ImRule(each.id(), each.conditions().resolve(members::get), each.allows()))
                .toList());
    }

    /** Decides whether the sender may send a message in this context. */
    public ImDecision decide(Requester sender, DecisionContext situation) {
        boolean named = rules.stream()
                .map(ImRule::conditions)
                .anyMatch(each -> !each.isForOthers() && each.namesRequesters() && each.admits(sender));
        Optional<ImRule> deciding = rules.stream()
                .filter(each ->
                        each.conditions().unmet(sender, situation, named).isEmpty())
                .max(Comparator.comparing(ImRule::allows).thenComparing(ImRule::id, Comparator.reverseOrder()));
        return deciding.map(each -> new ImDecision(
                        each.allows(),
                        Optional.of(each.id()),
                        "rule \"" + each.id() + "\" says " + (each.allows() ? "allow" : "block")))
                .orElseGet(() -> new ImDecision(true, Optional.empty(), "no rule applies"));
    }
}
