package org.sippresence.authorization;

import java.util.List;
import java.util.Optional;
import org.sippresence.pidf.Namespaces;
import org.sippresence.xml.Element;

/**
 * A presence attribute with its own permission inside services, persons and devices: RFC 5025 section 3.3.2, and OMA's
 * Presence XDM.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are immutable
public enum PresenceAttribute {
    ACTIVITIES("activities", Namespaces.RPID),
    CLASS("class", Namespaces.RPID),
    /** The device id of a service; that of a device is always visible. */
    DEVICE_ID("deviceID", Namespaces.DATA_MODEL, Namespaces.RPID),
    MOOD("mood", Namespaces.RPID),
    PLACE_IS("place-is", Namespaces.RPID),
    PLACE_TYPE("place-type", Namespaces.RPID),
    PRIVACY("privacy", Namespaces.RPID),
    RELATIONSHIP("relationship", Namespaces.RPID),
    SPHERE("sphere", Namespaces.RPID),
    STATUS_ICON("status-icon", Namespaces.RPID),
    TIME_OFFSET("time-offset", Namespaces.RPID),
    /** A note of the service, person or device itself; notes inside other attributes belong to those attributes. */
    NOTE("note", Namespaces.PIDF, Namespaces.DATA_MODEL, Namespaces.RPID),
    WILLINGNESS(Origin.OMA, List.of("willingness", "overriding-willingness"), Namespaces.OMA_PRES),
    NETWORK_AVAILABILITY(Origin.OMA, List.of("network-availability"), Namespaces.OMA_PRES),
    SESSION_PARTICIPATION(Origin.OMA, List.of("session-participation"), Namespaces.OMA_PRES),
    REGISTRATION_STATE(Origin.OMA, List.of("registration-state"), Namespaces.OMA_PRES),
    BARRING_STATE(Origin.OMA, List.of("barring-state"), Namespaces.OMA_PRES),
    /** The location of RFC 4119. */
    GEOPRIV(Origin.OMA, List.of("geopriv"), Namespaces.GEOPRIV);

    /** The specification that defines the permission. */
    private enum Origin {
        RFC(Policy.PRES_RULES),
        OMA(Policy.OMA_PRES_RULES);

        private final String namespace;

        Origin(String namespace) {
            this.namespace = namespace;
        }
    }

    private final Origin origin;
    private final List<String> elements;
    private final List<String> namespaces;

    PresenceAttribute(String element, String... namespaces) {
        this(Origin.RFC, List.of(element), namespaces);
    }

    PresenceAttribute(Origin origin, List<String> elements, String... namespaces) {
        this.origin = origin;
        this.elements = elements;
        this.namespaces = List.of(namespaces);
    }

    /** Returns the name of the permission, such as {@code provide-mood}. */
    public String permission() {
        return "provide-" + elements.get(0);
    }

    /**
     * Whether {@code provide-unknown-attribute} shows the attribute too, for compatibility with rules written before its own
     * permission was supported. RFC 5025 section 3.3.2.14 forbids it for attributes with a permission in that RFC.
     */
    boolean mayBeNamedAsUnknown() {
        return origin == Origin.OMA;
    }

    static Optional<PresenceAttribute> of(Element element) {
        for (PresenceAttribute each : values()) {
            if (each.elements.contains(element.name()) && each.namespaces.contains(element.namespace())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** Returns the attribute that a permission concerns. */
    static Optional<PresenceAttribute> ofPermission(Element permission) {
        for (PresenceAttribute each : values()) {
            if (permission.is(each.origin.namespace, each.permission())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
