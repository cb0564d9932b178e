package org.sippresence.authorization;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sippresence.xml.Element;

/** Reads the transformations of a rule (RFC 5025 section 3.3). Unknown transformations permit nothing. For one use. */
final class PermissionsReader {

    /** The elements that select components, with the child element that selects all. */
    private static final Map<String, String> WORDS_FOR_ALL = Map.of(
            "provide-services", "all-services",
            "provide-persons", "all-persons",
            "provide-devices", "all-devices");

    /** Permissions that do not concern a single attribute. */
    private static final Set<String> OTHERS = Set.of(
            "provide-services",
            "provide-persons",
            "provide-devices",
            "provide-user-input",
            "provide-unknown-attribute",
            "provide-all-attributes");

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
        transformations.forEach(reader::add);
        return new Permissions(
                reader.services,
                reader.persons,
                reader.devices,
                reader.attributes,
                reader.userInput,
                reader.unknown,
                reader.allAttributes);
    }

    /** Whether a transformation is a supported permission. */
    static boolean reads(Element element) {
        return PresenceAttribute.ofPermission(element).isPresent()
                || (element.namespace().equals(Policy.PRES_RULES) && OTHERS.contains(element.name()));
    }

    /** Whether a child of a permission is supported. */
    static boolean readsIn(Element permission, Element element) {
        boolean selects =
                permission.namespace().equals(Policy.PRES_RULES) && WORDS_FOR_ALL.containsKey(permission.name());
        boolean ofServices = permission.name().equals("provide-services");
        return selects
                && (element.is(Policy.PRES_RULES, WORDS_FOR_ALL.get(permission.name()))
                        || Selector.Kind.of(element)
                                .filter(kind -> kind != Selector.Kind.SERVICE_ID || ofServices)
                                .isPresent());
    }

    private void add(Element element) {
        PresenceAttribute.ofPermission(element).filter(each -> isTrue(element)).ifPresent(attributes::add);
        if (!element.namespace().equals(Policy.PRES_RULES)) {
            return;
        }
        switch (element.name()) {
            case "provide-services" -> services = services.union(selection(element));
            case "provide-persons" -> persons = persons.union(selection(element));
            case "provide-devices" -> devices = devices.union(selection(element));
            case "provide-user-input" ->
                UserInput.parse(element.text().strip())
                        .filter(each -> each.compareTo(userInput) > 0)
                        .ifPresent(each -> userInput = each);
            case "provide-unknown-attribute" -> unknown(element);
            case "provide-all-attributes" -> allAttributes = true;
            default -> {} // an attribute or an unknown element
        }
    }

    private static Selection selection(Element element) {
        Set<Selector> members = new HashSet<>();
        for (Element each : element.children()) {
            if (each.is(Policy.PRES_RULES, WORDS_FOR_ALL.get(element.name()))) {
                return Selection.ALL;
            }
            Selector.Kind.of(each)
                    .ifPresent(
                            kind -> members.add(new Selector(kind, each.text().strip())));
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
        return element.is(Policy.OMA_PRES_RULES, "provide-geopriv")
                ? text.equals("full")
                : text.equals("true") || text.equals("1");
    }
}
