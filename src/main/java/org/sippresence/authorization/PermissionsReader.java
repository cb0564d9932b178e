package org.sippresence.authorization;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sippresence.pidf.Element;

/** Reads the transformations of a rule (RFC 5025 section 3.3). What is not known permits nothing. Used once. */
final class PermissionsReader {

    private Selection services = Selection.NONE;
    private Selection persons = Selection.NONE;
    private Selection devices = Selection.NONE;
    private final Set<PresenceAttribute> attributes = EnumSet.noneOf(PresenceAttribute.class);
    private UserInput userInput = UserInput.FALSE;
    private final Set<UnknownAttribute> unknown = new HashSet<>();
    private boolean allAttributes;

    private PermissionsReader() {}

    static Permissions read(List<Element> transformations) {
        PermissionsReader reader = new PermissionsReader();
        for (Element each : transformations) {
            if (each.namespace().equals(Policy.PRES_RULES)) {
                reader.add(each);
            }
        }
        return new Permissions(
                reader.services,
                reader.persons,
                reader.devices,
                reader.attributes,
                reader.userInput,
                reader.unknown,
                reader.allAttributes);
    }

    private void add(Element element) {
        switch (element.name()) {
            case "provide-services" -> services = services.union(selection(element, "all-services"));
            case "provide-persons" -> persons = persons.union(selection(element, "all-persons"));
            case "provide-devices" -> devices = devices.union(selection(element, "all-devices"));
            case "provide-user-input" ->
                UserInput.parse(element.text().strip())
                        .filter(each -> each.compareTo(userInput) > 0)
                        .ifPresent(each -> userInput = each);
            case "provide-unknown-attribute" -> unknown(element);
            case "provide-all-attributes" -> allAttributes = true;
            default ->
                PresenceAttribute.ofPermission(element.name())
                        .filter(each -> isTrue(element))
                        .ifPresent(attributes::add);
        }
    }

    private static Selection selection(Element element, String wordForAll) {
        Set<Selector> members = new HashSet<>();
        for (Element each : element.children()) {
            if (each.is(Policy.PRES_RULES, wordForAll)) {
                return Selection.ALL;
            }
            if (each.namespace().equals(Policy.PRES_RULES)) {
                Selector.Kind.of(each.name())
                        .ifPresent(kind ->
                                members.add(new Selector(kind, each.text().strip())));
            }
        }
        return new Selection(false, members);
    }

    private void unknown(Element element) {
        if (isTrue(element)) {
            element.attribute("name")
                    .ifPresent(name -> unknown.add(
                            new UnknownAttribute(element.attribute("ns").orElse(""), name)));
        }
    }

    private static boolean isTrue(Element element) {
        String text = element.text().strip();
        return text.equals("true") || text.equals("1");
    }
}
