package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

/**
 * Rules for MESSAGE, compatible with SER's {@code im-rules}: the conditions of {@link RulesReader} and the action
 * {@code im-handling} with {@code block} or {@code allow}. Immutable, thread-safe; no method blocks.
 *
 * <p>A message is allowed if no rule applies, as in SER. One matching rule that allows is sufficient, since RFC 4745 section
 * 10 combines to the highest value.
 */
public final class ImRules {

    private final RulesDocument document;
    private final RuleSet rules;

    private ImRules(RulesDocument document, ExternalLists lists) {
        this.document = document;
        this.rules = RuleSet.of(List.of(document), lists).withUnmatched(Authorization.ALLOW);
    }

    /**
     * Reads a document; its external lists are empty.
     *
     * @throws MalformedXmlException if it is not well-formed, is no rule set, or exceeds a bound
     */
    public static ImRules read(byte[] document) throws MalformedXmlException {
        List<Rule> rules = new ArrayList<>();
        for (Element rule : Policy.rules(document)) {
            Conditions conditions = ConditionsReader.read(Policy.part(rule, "conditions"));
            Optional<Authorization> handling = handling(rule);
            if (handling.isPresent()) { // a rule without a known action has no effect
                rules.add(new Rule(Policy.id(rule), conditions, handling, Permissions.none()));
            }
        }
        return new ImRules(new RulesDocument("", rules), ExternalLists.NONE);
    }

    private static Optional<Authorization> handling(Element rule) {
        Set<String> words = Policy.part(rule, "actions").stream()
                .filter(each -> each.is(Policy.IM_RULES, "im-handling"))
                .map(each -> each.text().strip())
                .collect(Collectors.toSet());
        if (words.contains("allow")) {
            return Optional.of(Authorization.ALLOW);
        }
        return words.contains("block") ? Optional.of(Authorization.BLOCK) : Optional.empty();
    }

    /** Returns the URIs of all lists that the rules refer to (OMA's {@code external-list}). */
    public Set<String> externalLists() {
        return document.externalLists();
    }

    /** Returns the rules with the members of their lists looked up. */
    public ImRules resolve(ExternalLists lists) {
        return new ImRules(document, lists);
    }

    /** Decides whether the sender may send a message: its handling is allow or block. */
    public RulesDecision decide(Requester sender, DecisionContext context) {
        return rules.verdict(sender, context);
    }
}
