package org.sippresence.sip;

import gov.nist.javax.sip.message.SIPRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.model.Characters;
import org.sippresence.model.Rejection;
import org.sippresence.sip.message.BadRequestException;
import org.sippresence.sip.message.Headers;

/**
 * Checks that precede the reading of a request: the scheme of its Request-URI, the headers that the stack could not parse and
 * stores separately, and the extensions that it requires.
 */
final class RequestChecks {

    private static final String LARGEST_EXPIRES = "4294967295";

    /** The URI schemes of an {@link org.sippresence.model.Aor}. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "pres", "tel");

    /** Headers that affect the decision, by method; any other header that cannot be parsed is ignored. */
    private static final Map<String, Set<String>> NEEDED = Map.of(
            "PUBLISH", Set.of("Event", "Expires", "SIP-If-Match", "Content-Type", "Content-Encoding", "Require"),
            "SUBSCRIBE",
                    Set.of(
                            "Event",
                            "Expires",
                            "Contact",
                            "Accept",
                            "Record-Route",
                            "Content-Type",
                            "Content-Encoding",
                            "Require"),
            "REGISTER", Set.of("Contact", "Expires", "Path", "Require"),
            "MESSAGE", Set.of("Max-Forwards", "Proxy-Require", "Content-Type"),
            "OPTIONS", Set.of("Require"));

    /** The full names of headers, in lower case, by their compact forms. */
    private static final Map<String, String> COMPACT =
            Map.of("o", "event", "m", "contact", "c", "content-type", "e", "content-encoding");

    private RequestChecks() {}

    /**
     * Checks a request that this server answers itself.
     *
     * @param options the option tags that it may require, in lower case
     */
    static void check(SIPRequest request, Set<String> options) throws BadRequestException {
        checkSchemeAndHeaders(request);
        checkExtensions(request, "Require", options);
    }

    /** Checks a request to be relayed; its Require header concerns the recipient. */
    static void checkRelayed(SIPRequest request) throws BadRequestException {
        checkSchemeAndHeaders(request);
        checkExtensions(request, "Proxy-Require", Set.of());
    }

    private static void checkSchemeAndHeaders(SIPRequest request) throws BadRequestException {
        if (!SCHEMES.contains(request.getRequestURI().getScheme().toLowerCase(Locale.ROOT))) {
            throw new BadRequestException(416, "Unsupported URI Scheme"); // RFC 3261 section 8.2.2.1
        }
        Set<String> needed = NEEDED.getOrDefault(request.getMethod(), Set.of());
        for (Unparsed each : unparsed(request)) {
            String name = COMPACT.getOrDefault(each.name, each.name);
            Optional<String> bad =
                    needed.stream().filter(name::equalsIgnoreCase).findFirst();
            if (bad.isPresent() && !each.isLargeExpires()) {
                throw new BadRequestException(400, "Bad " + bad.get() + " header");
            }
        }
    }

    /** Checks the option tags of a header (RFC 3261 section 8.2.2.3). */
    static void checkExtensions(SIPRequest request, String header, Set<String> options) throws BadRequestException {
        List<String> tags = Headers.values(request, header);
        if (tags.isEmpty()) {
            return;
        }
        String unsupported = tags.stream()
                .filter(each -> !options.contains(each.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
        if (!unsupported.isEmpty()) {
            throw new BadRequestException(Rejection.of(420, "Bad Extension", "Unsupported", unsupported));
        }
    }

    /** Whether the Expires header, which the stack could not parse, is a valid number. */
    static boolean hasLargeExpires(SIPRequest request) {
        return unparsed(request).stream().anyMatch(Unparsed::isLargeExpires);
    }

    private static List<Unparsed> unparsed(SIPRequest request) {
        List<Unparsed> headers = new ArrayList<>(0);
        Iterator<String> lines = request.getUnrecognizedHeaders();
        while (lines.hasNext()) {
            headers.add(Unparsed.of(lines.next()));
        }
        return headers;
    }

    /** A header that the stack could not parse, with its name in lower case. */
    private record Unparsed(String name, String value) {

        static Unparsed of(String line) {
            int colon = line.indexOf(':');
            return colon < 0
                    ? new Unparsed("", line)
                    : new Unparsed(
                            line.substring(0, colon).strip().toLowerCase(Locale.ROOT), line.substring(colon + 1));
        }

        /** Whether the value is a valid interval, up to 2**32-1, that overflows the stack's number (RFC 3261 section 20.19). */
        boolean isLargeExpires() {
            String digits = value.strip();
            return name.equals("expires")
                    && digits.length() == LARGEST_EXPIRES.length()
                    && Characters.all(digits, c -> c >= '0' && c <= '9')
                    && digits.compareTo(LARGEST_EXPIRES) <= 0;
        }
    }
}
