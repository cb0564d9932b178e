package org.sippresence.authorization;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sippresence.xml.Element;
import org.sippresence.xml.MalformedXmlException;

/**
 * Finds elements that the readers of rules would ignore although their namespace is supported. PUT of a document with such an
 * element is rejected, so that its author does not rely on an element without effect. Elements of other namespaces are
 * extensions, which may be ignored (RFC 4745 section 6.2). Pure functions.
 */
public final class UnsupportedElements {

    private static final Set<String> OF_PRESENCE = Set.of(Policy.PRES_RULES, Policy.OMA_POLICY, Policy.OMA_PRES_RULES);
    private static final Set<String> OF_MESSAGES = Set.of(Policy.IM_RULES, Policy.OMA_POLICY);

    private final Set<String> known;

    private UnsupportedElements(Set<String> known) {
        this.known = known;
    }

    /**
     * Returns a human-readable description of the first such element in presence rules.
     *
     * @throws MalformedXmlException if the document is no rule set
     */
    public static Optional<String> inPresenceRules(byte[] document) throws MalformedXmlException {
        return new UnsupportedElements(OF_PRESENCE).in(Policy.rules(document));
    }

    /**
     * Returns a human-readable description of the first such element in message rules.
     *
     * @throws MalformedXmlException if the document is no rule set
     */
    public static Optional<String> inImRules(byte[] document) throws MalformedXmlException {
        return new UnsupportedElements(OF_MESSAGES).in(Policy.rules(document));
    }

    private Optional<String> in(List<Element> rules) {
        for (Element rule : rules) {
            for (Element part : rule.children()) {
                for (Element each : part.children()) {
                    Optional<String> found = in(each, part);
                    if (found.isPresent()) {
                        return found.map(text -> text + " (rule \"" + Policy.id(rule) + "\")");
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> in(Element element, Element parent) {
        if (known.contains(element.namespace()) && !isRead(element, parent)) {
            return Optional.of("the server does not support " + element.name() + " of " + element.namespace() + " in "
                    + parent.name());
        }
        return element.children().stream()
                .map(each -> in(each, element))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private boolean isRead(Element element, Element parent) {
        if (parent.namespace().equals(Policy.COMMON_POLICY)) {
            return switch (parent.name()) {
                case "conditions" -> ConditionsReader.reads(element);
                case "actions" ->
                    element.is(Policy.PRES_RULES, "sub-handling") || element.is(Policy.IM_RULES, "im-handling");
                case "transformations" -> PermissionsReader.reads(element);
                default -> false;
            };
        }
        return PermissionsReader.readsIn(parent, element)
                || (parent.is(Policy.OMA_POLICY, "external-list") && element.is(Policy.OMA_POLICY, "entry"));
    }
}
