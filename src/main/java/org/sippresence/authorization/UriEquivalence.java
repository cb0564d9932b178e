package org.sippresence.authorization;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Whether two URIs of services or devices mean the same: SIP by RFC 3261 section 19.1.4, telephone numbers by RFC 3966
 * section 5, URNs by RFC 8141 section 3; others by their text, but for the case of the scheme.
 */
final class UriEquivalence {

    /** Parameters that must be in both or in none. */
    private static final Set<String> DECISIVE = Set.of("user", "ttl", "method", "maddr", "transport");

    private UriEquivalence() {}

    static boolean equal(String one, String other) {
        if (one.equals(other)) {
            return true;
        }
        int colon = one.indexOf(':');
        if (colon < 1 || !one.regionMatches(true, 0, other, 0, colon + 1)) {
            return false;
        }
        String rest = one.substring(colon + 1);
        String otherRest = other.substring(colon + 1);
        return switch (one.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "sip", "sips" -> sameAddress(one, other) && sameSip(rest, otherRest);
            case "tel" -> sameAddress(one, other) && parameters(rest).equals(parameters(otherRest));
            case "urn" -> sameUrn(rest, otherRest);
            default -> rest.equals(otherRest);
        };
    }

    /** Without password, port, parameters and headers. */
    private static boolean sameAddress(String one, String other) {
        try {
            return Aor.parse(one).equals(Aor.parse(other));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean sameSip(String one, String other) {
        return password(one).equals(password(other))
                && port(one).equals(port(other))
                && headers(one).equals(headers(other))
                && sameParameters(parameters(afterUser(one)), parameters(afterUser(other)));
    }

    private static boolean sameParameters(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        for (String each : names) {
            boolean both = one.containsKey(each) && other.containsKey(each);
            if (both ? !one.get(each).equals(other.get(each)) : DECISIVE.contains(each)) {
                return false;
            }
        }
        return true;
    }

    private static String password(String rest) {
        int at = rest.indexOf('@');
        int colon = rest.indexOf(':');
        return colon < 0 || colon > at ? "" : rest.substring(colon, at);
    }

    private static String afterUser(String rest) {
        String hostPart = rest.substring(rest.indexOf('@') + 1);
        int question = hostPart.indexOf('?');
        return question < 0 ? hostPart : hostPart.substring(0, question);
    }

    private static String port(String rest) {
        String host = afterUser(rest);
        int semicolon = host.indexOf(';');
        String hostPort = semicolon < 0 ? host : host.substring(0, semicolon);
        int colon = hostPort.lastIndexOf(':');
        return colon > hostPort.lastIndexOf(']') ? hostPort.substring(colon + 1) : "";
    }

    private static Set<String> headers(String rest) {
        String hostPart = rest.substring(rest.indexOf('@') + 1);
        int question = hostPart.indexOf('?');
        return question < 0
                ? Set.of()
                : new HashSet<>(Arrays.asList(hostPart.substring(question + 1).split("&")));
    }

    /** Names and values in lower case. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> all = new HashMap<>();
        int semicolon = text.indexOf(';');
        while (semicolon >= 0) {
            int next = text.indexOf(';', semicolon + 1);
            String part = text.substring(semicolon + 1, next < 0 ? text.length() : next)
                    .toLowerCase(Locale.ROOT);
            semicolon = next;
            int equals = part.indexOf('=');
            all.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        return all;
    }

    /** The name of the namespace in any case; what follows exactly, but hexadecimal digits in any case. */
    private static boolean sameUrn(String one, String other) {
        int colon = one.indexOf(':');
        if (colon < 1 || !one.regionMatches(true, 0, other, 0, colon + 1)) {
            return false;
        }
        String specific = one.substring(colon + 1);
        String otherSpecific = other.substring(colon + 1);
        return one.regionMatches(true, 0, "uuid:", 0, colon + 1)
                ? specific.equalsIgnoreCase(otherSpecific)
                : specific.equals(otherSpecific);
    }
}
