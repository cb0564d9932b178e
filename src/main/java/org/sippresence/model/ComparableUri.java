package org.sippresence.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The URI of a service or a device, parsed for comparison by the rules of its scheme: SIP by RFC 3261 section 19.1.4,
 * telephone numbers by RFC 3966 section 5, URNs by RFC 8141 section 3; others by their text, except for the case of the
 * scheme.
 *
 * @param key the same for equivalent URIs
 * @param loose parameters that must agree only if both URIs have them, names and values in lower case
 */
public record ComparableUri(String key, Map<String, String> loose) {

    /** Parameters of a SIP URI that must be in both URIs or in neither. */
    private static final Set<String> DECISIVE = Set.of("user", "ttl", "method", "maddr", "transport");

    public ComparableUri {
        Objects.requireNonNull(key, "key");
        loose = Map.copyOf(loose);
    }

    /** Parses any text; a text that is no URI is equivalent only to itself. */
    public static ComparableUri of(String text) {
        int colon = text.indexOf(':');
        String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip", "sips" -> sip(text, rest);
            case "tel" -> exactly(address(text) + ' ' + parameters(rest));
            case "urn" -> exactly("urn:" + urn(rest));
            default -> exactly(scheme + ':' + rest);
        };
    }

    /** Whether the two URIs are equivalent; not transitive. */
    public boolean isEquivalentTo(ComparableUri other) {
        if (!key.equals(other.key)) {
            return false;
        }
        for (Map.Entry<String, String> each : loose.entrySet()) {
            if (!other.loose.getOrDefault(each.getKey(), each.getValue()).equals(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static ComparableUri exactly(String key) {
        return new ComparableUri(key, Map.of());
    }

    private static ComparableUri sip(String text, String rest) {
        int at = rest.indexOf('@');
        int colon = rest.indexOf(':');
        String password = colon < 0 || colon > at ? "" : rest.substring(colon, at);
        String afterUser = rest.substring(at + 1);
        int question = afterUser.indexOf('?');
        String hostPart = question < 0 ? afterUser : afterUser.substring(0, question);
        Set<String> headers = question < 0
                ? Set.of()
                : new TreeSet<>(List.of(afterUser.substring(question + 1).split("&", -1)));
        Map<String, String> decisive = parameters(hostPart);
        Map<String, String> loose = new HashMap<>(decisive);
        decisive.keySet().retainAll(DECISIVE);
        loose.keySet().removeAll(DECISIVE);
        return new ComparableUri(
                String.join(" ", address(text), password, port(hostPart), headers.toString(), decisive.toString()),
                loose);
    }

    /** Returns the URI without password, port, parameters and headers. */
    private static String address(String text) {
        return Aor.tryParse(text).map(Aor::uri).orElse(text);
    }

    private static String port(String hostPart) {
        int semicolon = hostPart.indexOf(';');
        String hostPort = semicolon < 0 ? hostPart : hostPart.substring(0, semicolon);
        int colon = hostPort.lastIndexOf(':');
        return colon > hostPort.lastIndexOf(']') ? hostPort.substring(colon) : "";
    }

    /** Returns the parameters with names and values in lower case, sorted by name. */
    private static Map<String, String> parameters(String text) {
        Map<String, String> all = new TreeMap<>();
        String[] parts = text.toLowerCase(Locale.ROOT).split(";", -1);
        for (String part : List.of(parts).subList(1, parts.length)) {
            int equals = part.indexOf('=');
            all.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        return all;
    }

    /**
     * Returns the canonical form: the namespace identifier is case-insensitive, the rest case-sensitive, except for the
     * hexadecimal digits of a UUID.
     */
    private static String urn(String rest) {
        int colon = rest.indexOf(':');
        String namespace = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
        String specific = rest.substring(colon + 1);
        return namespace + ':' + (namespace.equals("uuid") ? specific.toLowerCase(Locale.ROOT) : specific);
    }
}
