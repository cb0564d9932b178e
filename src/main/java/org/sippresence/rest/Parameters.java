package org.sippresence.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.settings.SipSettings;

/** Parses request parameters; unreadable ones are rejected with 400 and the parameter's name. */
final class Parameters {

    /** The name of a URI in the path. */
    static final String PATH = "the URI in the path";

    /** Longest URI that the tables store. */
    static final int LONGEST_ADDRESS = 255;

    private Parameters() {}

    /** Returns the body of the request; a missing one is null. */
    static <T> T present(T body) {
        if (body == null) {
            throw ProblemException.badRequest("the body is missing");
        }
        return body;
    }

    /** Returns what the parser makes of the request; its {@link IllegalArgumentException} is a 400 with this detail. */
    static <T> T parse(Supplier<T> parser, String detail) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(detail);
        }
    }

    /** Empty if the parameter is absent or blank. */
    private static Optional<String> given(String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    static Aor presentity(String parameter, String value) {
        String uri = given(value).orElseThrow(() -> ProblemException.badRequest(parameter + " is missing"));
        return Aor.tryParse(uri)
                .orElseThrow(() -> ProblemException.badRequest(parameter + " is no SIP, SIPS, PRES or TEL URI"));
    }

    static Aor path(String uri) {
        return presentity(PATH, uri);
    }

    /** Parses a URI that is to be stored. */
    static Aor storable(String parameter, String value) {
        Aor aor = presentity(parameter, value);
        if (aor.uri().length() > LONGEST_ADDRESS) {
            throw ProblemException.badRequest(parameter + " is too long");
        }
        return aor;
    }

    /** Returns the presentity if its domain is served here. */
    static Aor ours(Aor presentity, SipSettings sip) {
        if (!sip.isOurs(presentity.domain())) {
            throw ProblemException.badRequest("the domain is not ours");
        }
        return presentity;
    }

    /**
     * Empty if the parameter is absent; an event package that is not served is rejected, and the response lists those
     * that are.
     */
    static Optional<EventName> servedEvent(String value, List<EventName> served) {
        Optional<EventName> event =
                given(value).map(name -> parse(() -> new EventName(name), "event is no name of an event package"));
        if (event.isPresent() && !served.contains(event.get())) {
            throw ProblemException.badRequest("event names no event package of this server for this request; known are "
                    + served.stream().sorted().map(EventName::value).collect(Collectors.joining(", ")));
        }
        return event;
    }

    /** As {@link #servedEvent}, with presence as the default. */
    static EventName servedEventOrPresence(String value, List<EventName> served) {
        return servedEvent(value, served).orElse(EventName.PRESENCE);
    }

    /** Empty if the parameter is absent. */
    static Optional<Instant> instant(String parameter, String value) {
        if (value == null || value.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(value.strip()));
        } catch (DateTimeParseException e) {
            throw ProblemException.badRequest(parameter + " is no instant such as 2026-11-22T02:00:00Z");
        }
    }

    static int limit(String value, int byDefault, int max) {
        if (value == null || value.isBlank()) {
            return byDefault;
        }
        if (!value.matches("\\d{1,9}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > max) {
            throw ProblemException.badRequest("limit is not a whole number from 1 to " + max);
        }
        return Integer.parseInt(value);
    }
}
