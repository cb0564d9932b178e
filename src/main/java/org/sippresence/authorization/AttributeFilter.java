package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.pidf.Attribute;
import org.sippresence.pidf.Content;
import org.sippresence.pidf.Element;
import org.sippresence.pidf.Namespaces;

/** Leaves of a service, a person or a device the presence attributes that may be seen (RFC 5025 section 3.3.2). */
final class AttributeFilter {

    /** Where an attribute stands. */
    enum Place {
        SERVICE,
        PERSON,
        DEVICE
    }

    private final Permissions permissions;

    AttributeFilter(Permissions permissions) {
        this.permissions = permissions;
    }

    /** A person or a device with what may be seen of it. */
    Element reduced(Element component, Place place) {
        if (permissions.allAttributes()) {
            return component;
        }
        List<Attribute> kept = component.attributes().stream()
                .filter(each -> each.namespace().isEmpty() && each.name().equals("id"))
                .toList();
        List<Content> inside = new ArrayList<>(filtered(component.children(), place));
        return component.reducedTo(kept, inside);
    }

    List<Element> filtered(List<Element> elements, Place place) {
        if (elements.isEmpty() || permissions.allAttributes()) {
            return elements;
        }
        List<Element> seen = new ArrayList<>(elements.size());
        for (Element each : elements) {
            filtered(each, place).ifPresent(seen::add);
        }
        return seen;
    }

    /** The attribute as it may be seen, or nothing. */
    Optional<Element> filtered(Element element, Place place) {
        if (permissions.allAttributes() || isAlwaysSeen(element, place)) {
            return Optional.of(element);
        }
        if (element.is(Namespaces.RPID, "user-input")) {
            return userInput(element);
        }
        Optional<PresenceAttribute> known = PresenceAttribute.of(element);
        boolean permitted = known.filter(attribute -> permissions.attributes().contains(attribute))
                .isPresent();
        boolean mayBeUnknown = known.map(PresenceAttribute::mayBeNamedAsUnknown).orElse(!isJudgedElsewhere(element));
        boolean seen = permitted
                || (mayBeUnknown
                        && permissions.unknown().contains(new UnknownAttribute(element.namespace(), element.name())));
        return seen ? Optional.of(element) : Optional.empty();
    }

    private static boolean isAlwaysSeen(Element element, Place place) {
        return switch (place) {
            case SERVICE -> element.is(Namespaces.RPID, "service-class");
            case PERSON -> element.is(Namespaces.DATA_MODEL, "timestamp");
            case DEVICE ->
                element.is(Namespaces.DATA_MODEL, "timestamp") || element.is(Namespaces.DATA_MODEL, "deviceID");
        };
    }

    /** What RFC 5025 speaks of is not unknown, so no permission for something unknown can mean it. */
    private static boolean isJudgedElsewhere(Element element) {
        return element.is(Namespaces.RPID, "service-class") || element.is(Namespaces.DATA_MODEL, "timestamp");
    }

    /** What the RFC calls "since" became "last-input" in RFC 4480: of the attributes only those named are kept. */
    private Optional<Element> userInput(Element element) {
        return switch (permissions.userInput()) {
            case FALSE -> Optional.empty();
            case BARE -> Optional.of(withOnly("", element));
            case THRESHOLDS -> Optional.of(withOnly("idle-threshold", element));
            case FULL -> Optional.of(element);
        };
    }

    private static Element withOnly(String attribute, Element element) {
        return new Element(
                element.prefix(),
                element.namespace(),
                element.name(),
                element.declarations().stream()
                        .filter(each -> each.prefix().equals(element.prefix()))
                        .toList(),
                element.attributes().stream()
                        .filter(each ->
                                each.namespace().isEmpty() && each.name().equals(attribute))
                        .toList(),
                element.content());
    }
}
