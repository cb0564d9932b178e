package org.sippresence.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sippresence.pidf.ElementExtraction;
import org.sippresence.pidf.Namespaces;
import org.sippresence.xml.Attribute;
import org.sippresence.xml.Content;
import org.sippresence.xml.Element;

/** Reduces a service, a person or a device to its visible presence attributes (RFC 5025 section 3.3.2). */
final class AttributeFilter {

    /** The position of an attribute. */
    enum Place {
        SERVICE,
        PERSON,
        DEVICE
    }

    private final Permissions permissions;

    AttributeFilter(Permissions permissions) {
        this.permissions = permissions;
    }

    /** Returns a person or a device with its visible attributes. */
    Element reduced(Element component, Place place) {
        if (permissions.allAttributes()) {
            return component;
        }
        List<Attribute> kept = component.attributes().stream()
                .filter(each -> each.namespace().isEmpty() && each.name().equals("id"))
                .toList();
        List<Content> content = new ArrayList<>(filtered(component.children(), place));
        return ElementExtraction.extract(component.withAttributes(kept).withContent(content));
    }

    List<Element> filtered(List<Element> elements, Place place) {
        if (elements.isEmpty() || permissions.allAttributes()) {
            return elements;
        }
        List<Element> visible = new ArrayList<>(elements.size());
        for (Element each : elements) {
            filtered(each, place).ifPresent(visible::add);
        }
        return visible;
    }

    /** Returns the visible form of the attribute; empty if it is hidden. */
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
        boolean visible = permitted
                || (mayBeUnknown
                        && permissions.unknown().contains(new UnknownAttribute(element.namespace(), element.name())));
        return visible ? Optional.of(element) : Optional.empty();
    }

    private static boolean isAlwaysSeen(Element element, Place place) {
        return switch (place) {
            case SERVICE -> element.is(Namespaces.RPID, "service-class");
            case PERSON -> element.is(Namespaces.DATA_MODEL, "timestamp");
            case DEVICE ->
                element.is(Namespaces.DATA_MODEL, "timestamp") || element.is(Namespaces.DATA_MODEL, "deviceID");
        };
    }

    /** Whether RFC 5025 defines a permission for the element, so that no permission for unknown attributes applies to it. */
    private static boolean isJudgedElsewhere(Element element) {
        return element.is(Namespaces.RPID, "service-class") || element.is(Namespaces.DATA_MODEL, "timestamp");
    }

    /** Filters {@code user-input}. RFC 4480 renamed "since" of RFC 5025 to "last-input"; only the listed attributes are kept. */
    private Optional<Element> userInput(Element element) {
        return switch (permissions.userInput()) {
            case FALSE -> Optional.empty();
            case BARE -> Optional.of(withOnly("", element));
            case THRESHOLDS -> Optional.of(withOnly("idle-threshold", element));
            case FULL -> Optional.of(element);
        };
    }

    private static Element withOnly(String attribute, Element element) {
        return element.withDeclarations(element.declarations().stream()
                        .filter(each -> each.prefix().equals(element.prefix()))
                        .toList())
                .withAttributes(element.attributes().stream()
                        .filter(each ->
                                each.namespace().isEmpty() && each.name().equals(attribute))
                        .toList());
    }
}
