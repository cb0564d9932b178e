package org.sippresence.authorization;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.xml.Element;

/**
 * One member of the sets that provide services, persons and devices (RFC 5025 section 3.3.1).
 *
 * @param value compared exactly, except for URIs, which are compared by the rules of their scheme
 */
public record Selector(Kind kind, String value) {

    /** The property that selects a service, a person or a device. */
    public enum Kind {
        /** Its {@code class} of RFC 4480. */
        CLASS("class"),
        /** The id of its element. */
        OCCURRENCE_ID("occurrence-id"),
        /** The id of a device. */
        DEVICE_ID("deviceID"),
        /** The contact of a service. */
        SERVICE_URI("service-uri"),
        /** The scheme of the contact of a service. */
        SERVICE_URI_SCHEME("service-uri-scheme"),
        /** The id in OMA's description of a service. */
        SERVICE_ID("service-id");

        private final String element;

        Kind(String element) {
            this.element = element;
        }

        static Optional<Kind> of(Element element) {
            for (Kind each : values()) {
                String namespace = each == SERVICE_ID ? Policy.OMA_PRES_RULES : Policy.PRES_RULES;
                if (element.is(namespace, each.element)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return element;
        }
    }

    public Selector {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(value, "value");
    }
}
