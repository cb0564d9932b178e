package org.sippresence.registration;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * What happened to one contact.
 *
 * @param binding as it is now; as it was, if it ends
 * @param moved whether a contact that was there has another text than before, which means the same
 */
public record RegistrationChange(Binding binding, Event event, boolean moved) {

    public RegistrationChange {
        Objects.requireNonNull(binding, "binding");
        Objects.requireNonNull(event, "event");
    }

    /** Of a contact whose text is as it was. */
    public RegistrationChange(Binding binding, Event event) {
        this(binding, event, false);
    }

    /** The same of a contact that is registered since then. */
    public RegistrationChange since(Instant time) {
        return new RegistrationChange(binding.since(time), event, moved);
    }

    /** Whether somebody who knows the contacts' URIs, and not how long they last, sees anything new. */
    public boolean isVisible() {
        return moved || (event != Event.REFRESHED && event != Event.SHORTENED);
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

        /** As documents name it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
