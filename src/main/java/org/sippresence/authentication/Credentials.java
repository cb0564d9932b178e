package org.sippresence.authentication;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.settings.DigestSettings.Algorithm;

/**
 * The credentials in an Authorization header of the scheme Digest (RFC 7616 section 3.4).
 *
 * @param parameters by their names in lower case, without the quotes
 */
record Credentials(Map<String, String> parameters) {

    static final String SCHEME = "digest ";

    private static final int LONGEST = 4096;
    private static final List<String> REQUIRED = List.of("username", "realm", "nonce", "uri", "response");
    private static final Pattern COUNT = Pattern.compile("[0-9A-Fa-f]{8}");

    /**
     * One parameter and the comma before it. Repetitions are possessive, so that matching time is bounded. A quote that
     * does not end a parameter is part of its value: clients send node selectors without escaping their quotes.
     */
    private static final Pattern PARAMETER = Pattern.compile("[\\s,]*+([!#$%&'*+.^_`|~\\w-]++)\\s*+=\\s*+"
            + "(?:\"((?:[^\"\\\\]|\\\\.|\"(?!\\s*+(?:,|$)))*+)\"|([^\\s,\"=]++))\\s*+(?=,|$)");

    Credentials {
        parameters = Map.copyOf(parameters);
    }

    /** Parses the header; empty if it does not have the form that the RFC requires. */
    static Optional<Credentials> parse(String header) {
        if (header.length() > LONGEST || !isDigest(header)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        String rest = header.substring(SCHEME.length()).strip();
        Matcher each = PARAMETER.matcher(rest);
        int end = 0;
        while (end < rest.length() && each.find(end) && each.start() == end) {
            String value = each.group(2) == null ? each.group(3) : each.group(2).replaceAll("\\\\(.)", "$1");
            if (parameters.put(each.group(1).toLowerCase(Locale.ROOT), value) != null) {
                return Optional.empty();
            }
            end = each.end();
        }
        return end == rest.length() && parameters.keySet().containsAll(REQUIRED)
                ? Optional.of(new Credentials(parameters))
                : Optional.empty();
    }

    static boolean isDigest(String header) {
        return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    private String get(String name) {
        return parameters.getOrDefault(name, "");
    }

    String username() {
        return get("username");
    }

    /** The domain that some clients add to the username, in lower case. */
    Optional<String> domain() {
        int at = username().lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : Optional.of(username().substring(at + 1).toLowerCase(Locale.ROOT));
    }

    String realm() {
        return get("realm");
    }

    String nonce() {
        return get("nonce");
    }

    String uri() {
        return get("uri");
    }

    String response() {
        return get("response").toLowerCase(Locale.ROOT);
    }

    String clientNonce() {
        return get("cnonce");
    }

    /** The algorithm; empty if it is not supported. */
    Optional<Algorithm> algorithm() {
        String token = parameters.getOrDefault("algorithm", Algorithm.MD5.token());
        return List.of(Algorithm.values()).stream()
                .filter(each -> each.token().equalsIgnoreCase(token))
                .findFirst();
    }

    /** Whether it has a nonce count and a client nonce: without them a response could be replayed. */
    boolean isProtected() {
        return get("qop").equals("auth")
                && COUNT.matcher(count()).matches()
                && !clientNonce().isEmpty();
    }

    /** The nonce count as it was sent. */
    String count() {
        return get("nc");
    }

    /** The number of requests that the client has sent with this nonce, this one included. */
    long number() {
        return Long.parseLong(count(), 16);
    }
}
