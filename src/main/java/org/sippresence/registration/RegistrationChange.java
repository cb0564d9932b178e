package org.sippresence.registration;

import java.util.Locale;
import java.util.Objects;

/**
 * What happened to one contact.
 *
 * @param binding as it is now; as it was, if it ends
 */
public record RegistrationChange(Binding binding, Event event) {

    public RegistrationChange {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(event, "event");
    }

    /** The events of a contact (RFC 3680 section 4.2). */
    public enum Event {
        /** New, by a REGISTER. */
        REGISTERED,
        /** New, otherwise than by a REGISTER of the user. */
        CREATED,
        REFRESHED,
        /** It ends earlier than before. */
        SHORTENED,
        EXPIRED,
        /** Ended by whoever administrates or feeds it; the agent may register again. */
        DEACTIVATED,
        /** Ended by the user. */
        UNREGISTERED;

        /** Whether the contact is not there any more. */
        public boolean ends() {
            return this == EXPIRED || this == DEACTIVATED || this == UNREGISTERED;
        }

        /** Whether there is one contact more or less than before. */
        public boolean isVisible() {
            return this != REFRESHED && this != SHORTENED;
        }

        /** As documents name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
