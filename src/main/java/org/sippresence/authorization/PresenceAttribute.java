package org.sippresence.authorization;

import java.util.List;
import java.util.Optional;
import org.sippresence.pidf.Element;
import org.sippresence.pidf.Namespaces;

/** What a permission of its own shows or hides inside of services, persons and devices (RFC 5025 section 3.3.2). */
@SuppressWarnings("ImmutableEnumChecker") // the list is immutable
public enum PresenceAttribute {
    ACTIVITIES("activities", Namespaces.RPID),
    CLASS("class", Namespaces.RPID),
    /** Of a service; that of a device is always shown. */
    DEVICE_ID("deviceID", Namespaces.DATA_MODEL, Namespaces.RPID),
    MOOD("mood", Namespaces.RPID),
    PLACE_IS("place-is", Namespaces.RPID),
    PLACE_TYPE("place-type", Namespaces.RPID),
    PRIVACY("privacy", Namespaces.RPID),
    RELATIONSHIP("relationship", Namespaces.RPID),
    SPHERE("sphere", Namespaces.RPID),
    STATUS_ICON("status-icon", Namespaces.RPID),
    TIME_OFFSET("time-offset", Namespaces.RPID),
    /** Of the service, person or device itself; notes inside of other attributes belong to these. */
    NOTE("note", Namespaces.PIDF, Namespaces.DATA_MODEL, Namespaces.RPID);

    private final String element;
    private final List<String> namespaces;

    PresenceAttribute(String element, String... namespaces) {
        this.element = element;
        this.namespaces = List.of(namespaces);
    }

    /** The name of the permission, such as {@code provide-mood}. */
    public String permission() {
        return "provide-" + element;
    }

    static Optional<PresenceAttribute> of(Element element) {
        for (PresenceAttribute each : values()) {
            if (each.element.equals(element.name()) && each.namespaces.contains(element.namespace())) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    static Optional<PresenceAttribute> ofPermission(String name) {
        for (PresenceAttribute each : values()) {
            if (each.permission().equals(name)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
