package org.sippresence.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/** Reads what clients send; what cannot be read is refused with 400 and the parameter's name. */
final class Parameters {

    private Parameters() {}

    static Aor presentity(String parameter, String value) {
        if (value == null || value.isBlank()) {
            throw Refusal.badRequest(parameter + " is missing");
        }
        try {
            return Aor.parse(value.strip());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(parameter + " is no SIP, SIPS, PRES or TEL URI");
        }
    }

    /** Empty if it was not sent. */
    static Optional<EventName> event(String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EventName(value.strip()));
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("event is no name of an event package");
        }
    }

    /** Presence if it was not sent; an event package that the server does not serve is refused. */
    static EventName servedEvent(String value, Predicate<EventName> served) {
        EventName event = event(value).orElse(EventName.PRESENCE);
        if (!served.test(event)) {
            throw Refusal.badRequest("event names no event package of this server");
        }
        return event;
    }

    /** Empty if it was not sent. */
    static Optional<Instant> instant(String parameter, String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(value.strip()));
        } catch (DateTimeParseException e) {
            throw Refusal.badRequest(parameter + " is no instant such as 2026-11-22T02:00:00Z");
        }
    }

    static int limit(String value, int byDefault, int max) {
        if (value == null || value.isBlank()) {
            return byDefault;
        }
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > max) {
            throw Refusal.badRequest("limit is not a whole number from 1 to " + max);
        }
        return Integer.parseInt(value);
    }
}
