package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

/**
 * Reads documents of presence rules: RFC 4745 with RFC 5025, OMA's conditions, and the syntax of the drafts in SER's
 * examples. Document types are rejected; bytes (1 MiB), depth, elements, rules (5,000) and their selections are bounded. A
 * pure function.
 *
 * <p>Unknown elements never grant more: a rule with an unknown condition never matches; unknown actions and transformations
 * are ignored.
 */
public final class RulesReader {

    private static final int MAX_SELECTORS = 10_000;

    private RulesReader() {}

    /**
     * Reads a document.
     *
     * @param name the display name in explanations, such as its XCAP URI
     * @throws MalformedXmlException if it is not well-formed, is no rule set, or exceeds a bound
     */
    public static RulesDocument read(String name, byte[] document) throws MalformedXmlException {
        List<Rule> rules = new ArrayList<>();
        for (Element each : Policy.rules(document)) {
            rules.add(rule(each));
        }
        if (rules.stream().mapToInt(each -> each.permissions().size()).sum() > MAX_SELECTORS) {
            throw new MalformedXmlException(
                    "more than " + MAX_SELECTORS + " services, persons, devices and attributes");
        }
        return new RulesDocument(name, rules);
    }

    private static Rule rule(Element rule) {
        List<Element> conditions = Policy.part(rule, "conditions");
        List<Element> transformations = Policy.part(rule, "transformations");
        // SER, which uses this syntax, ignores transformations: its users expect full visibility
        Permissions permissions = transformations.isEmpty() && IdentityReader.isDraft(conditions)
                ? Permissions.all()
                : PermissionsReader.read(transformations);
        return new Rule(Policy.id(rule), ConditionsReader.read(conditions), handling(rule), permissions);
    }

    /** Returns the handling, the highest one if there are several. */
    private static Optional<Authorization> handling(Element rule) {
        return Policy.part(rule, "actions").stream()
                .filter(each -> each.is(Policy.PRES_RULES, "sub-handling"))
                .flatMap(each -> handling(each.text().strip()).stream())
                .max(Authorization::compareTo);
    }

    private static Optional<Authorization> handling(String word) {
        return switch (word) {
            case "block" -> Optional.of(Authorization.BLOCK);
            case "confirm" -> Optional.of(Authorization.CONFIRM);
            case "polite-block" -> Optional.of(Authorization.POLITE_BLOCK);
            case "allow" -> Optional.of(Authorization.ALLOW);
            default -> Optional.empty();
        };
    }
}
