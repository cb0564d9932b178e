package org.sippresence.registration;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * Change of one contact.
 *
 * @param binding the new state; the last state if the contact ends
 * @param uriChanged whether an existing contact has got another, equivalent URI text
 */
public record RegistrationChange(Binding binding, Event event, boolean uriChanged) {

    public RegistrationChange {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(event, "event");
    }

    /** Creates a change of a contact whose URI text is the same. */
    public RegistrationChange(Binding binding, Event event) {
        this(binding, event, false);
    }

    /** Returns a copy with the time of the contact's first registration. */
    public RegistrationChange since(Instant time) {
        return new RegistrationChange(binding.since(time), event, uriChanged);
    }

    /** Returns whether the change is visible to a watcher that sees contact URIs but not their expirations. */
    public boolean isVisible() {
        return uriChanged || (event != Event.REFRESHED && event != Event.SHORTENED);
    }

    /** The events of a contact (RFC 3680 section 4.2). */
    public enum Event {
        /** New, by a REGISTER. */
        REGISTERED,
        /** New, by another source than a REGISTER of the user. */
        CREATED,
        REFRESHED,
        /** Its expiration became earlier. */
        SHORTENED,
        EXPIRED,
        /** Ended by the operator or by an external feed; the user agent may register again. */
        DEACTIVATED,
        /** Ended by the user. */
        UNREGISTERED;

        /** Returns whether the contact is removed by this event. */
        public boolean ends() {
            return this == EXPIRED || this == DEACTIVATED || this == UNREGISTERED;
        }

        /** Returns the event's name in documents. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
