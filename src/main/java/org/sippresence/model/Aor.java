package org.sippresence.model;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * An address of record in its canonical form, equal when RFC 3261 section 19.1.4 calls the addresses equal: the scheme
 * and the host are folded to lower case, needless escapes in the user part are resolved, the port, parameters and headers
 * of the URI it was read from are dropped. {@code pres:} (RFC 3859) is the same address under {@code sip:}.
 *
 * @param uri the canonical text, such as {@code sip:alice@example.org} or {@code tel:+15551234}
 */
public record Aor(String uri) implements Comparable<Aor> {

    /** Of the unreserved characters, those that are no letters or digits (RFC 3261 section 25.1). */
    private static final String MARK = "-_.!~*'()";

    public Aor {
        Objects.requireNonNull(uri, "uri");
    }

    /**
     * Reads a SIP, SIPS, PRES or TEL URI, without angle brackets.
     *
     * @throws IllegalArgumentException if the text is no such URI or names no host
     */
    public static Aor parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("no URI scheme");
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = text.substring(colon + 1);
        return switch (scheme) {
            case "sip", "sips" -> sip(scheme, rest);
            case "pres" -> sip("sip", rest);
            case "tel" -> tel(rest);
            default -> throw new IllegalArgumentException("unsupported URI scheme " + scheme);
        };
    }

    /** The first '@' ends the user part: everywhere else it would be escaped (RFC 3261 section 25.1). */
    private static Aor sip(String scheme, String rest) {
        int at = rest.indexOf('@');
        String host = rest.substring(at + 1, endOfHost(rest, at + 1)).toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw new IllegalArgumentException("no host in URI");
        }
        return new Aor(at < 0 ? scheme + ':' + host : scheme + ':' + user(rest.substring(0, at)) + '@' + host);
    }

    private static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.length() > 2
                    && host.chars()
                            .skip(1)
                            .limit(host.length() - 2L)
                            .allMatch(c -> HexFormat.isHexDigit(c) || c == ':' || c == '.');
        }
        return !host.isEmpty()
                && host.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "-._".indexOf(c) >= 0));
    }

    private static int endOfHost(String rest, int from) {
        int i = from;
        if (i < rest.length() && rest.charAt(i) == '[') {
            int close = rest.indexOf(']', i);
            return close < 0 ? from : close + 1;
        }
        while (i < rest.length() && ":;?".indexOf(rest.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static String user(String raw) {
        int colon = raw.indexOf(':'); // a password is no part of an address of record
        String user = colon < 0 ? raw : raw.substring(0, colon);
        if (user.isEmpty()
                || user.chars().anyMatch(c -> c == ' ' || Character.isISOControl(c) || "<>\"".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("bad user part in URI");
        }
        return user.indexOf('%') < 0 ? user : unescape(user);
    }

    private static String unescape(String user) {
        StringBuilder out = new StringBuilder(user.length());
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (i + 2 >= user.length()
                    || !HexFormat.isHexDigit(user.charAt(i + 1))
                    || !HexFormat.isHexDigit(user.charAt(i + 2))) {
                throw new IllegalArgumentException("bad escape in URI");
            }
            int value = HexFormat.fromHexDigits(user, i + 1, i + 3);
            if ((Character.isLetterOrDigit(value) && value < 128) || MARK.indexOf(value) >= 0) {
                out.append((char) value);
            } else {
                out.append('%').append(user.substring(i + 1, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return out.toString();
    }

    private static Aor tel(String rest) {
        int semicolon = rest.indexOf(';');
        String number = (semicolon < 0 ? rest : rest.substring(0, semicolon)).replaceAll("[-.() ]", "");
        if (!number.matches("\\+?[0-9A-Fa-f*#]+")) {
            throw new IllegalArgumentException("bad telephone number in URI");
        }
        return new Aor("tel:" + number.toLowerCase(Locale.ROOT) + context(number, rest.toLowerCase(Locale.ROOT)));
    }

    /** A local number is another one in another context (RFC 3966 section 4). */
    private static String context(String number, String rest) {
        int from = rest.indexOf(";phone-context=");
        if (number.startsWith("+") || from < 0) {
            return "";
        }
        int to = rest.indexOf(';', from + 1);
        return to < 0 ? rest.substring(from) : rest.substring(from, to);
    }

    /** The user part, the number of a tel URI, or the empty string. */
    public String user() {
        int from = uri.indexOf(':') + 1;
        int at = uri.lastIndexOf('@');
        if (at >= 0) {
            return uri.substring(from, at);
        }
        return uri.startsWith("tel:") ? uri.substring(from) : "";
    }

    /** The host in lower case; empty for a tel URI. */
    public String domain() {
        int at = uri.lastIndexOf('@');
        if (at >= 0) {
            return uri.substring(at + 1);
        }
        return uri.startsWith("tel:") ? "" : uri.substring(uri.indexOf(':') + 1);
    }

    @Override
    public int compareTo(Aor other) {
        return uri.compareTo(other.uri);
    }

    @Override
    public String toString() {
        return uri;
    }
}
