package org.sippresence.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An address of record in its canonical form, equal if the addresses are equal by RFC 3261 section 19.1.4: the scheme and the
 * host are in lower case, a trailing dot of the host is dropped, an IPv6 address has the form of RFC 5952, unnecessary
 * escapes in the user part are decoded and missing ones added, the port, parameters and headers of the original URI are
 * dropped. {@code pres:} (RFC 3859) is mapped to the same address under {@code sip:}.
 *
 * @param uri the canonical text, such as {@code sip:alice@example.org} or {@code tel:+15551234}
 */
public record Aor(String uri) implements Comparable<Aor> {

    /** The unreserved characters other than letters and digits (RFC 3261 section 25.1). */
    private static final String MARK = "-_.!~*'()";

    /** The characters allowed in a user part besides unreserved characters and escapes (RFC 3261 section 25.1). */
    private static final String USER_UNRESERVED = "&=+$,;?/";

    /** Visual separators of telephone numbers (RFC 3966 section 3), and the space that users type. */
    private static final String SEPARATORS = "[-.() ]";

    /** Parameters of a tel URI that distinguish numbers (RFC 3966 section 3), in canonical order. */
    private static final List<String> TEL_PARAMETERS = List.of("ext", "isub", "phone-context");

    public Aor {
        Objects.requireNonNull(uri, "uri");
    }

    /**
     * Parses a SIP, SIPS, PRES or TEL URI, without angle brackets.
     *
     * @throws IllegalArgumentException if the text is no such URI or has no host
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

    /** Parses a URI as {@link #parse}; empty if the text is no such URI. */
    public static Optional<Aor> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Parses the part after the scheme. The first '@' ends the user part: elsewhere it must be escaped (RFC 3261 section
     * 25.1).
     */
    private static Aor sip(String scheme, String rest) {
        int at = rest.indexOf('@');
        String host = host(rest.substring(at + 1, endOfHost(rest, at + 1)).toLowerCase(Locale.ROOT));
        return new Aor(at < 0 ? scheme + ':' + host : scheme + ':' + user(rest.substring(0, at)) + '@' + host);
    }

    private static String host(String lowerCase) {
        if (lowerCase.startsWith("[") && lowerCase.endsWith("]")) {
            return Ipv6Address.canonical(lowerCase.substring(1, lowerCase.length() - 1))
                    .map(address -> '[' + address + ']')
                    .orElseThrow(() -> new IllegalArgumentException("no IPv6 address in URI"));
        }
        String host = lowerCase.endsWith(".") ? lowerCase.substring(0, lowerCase.length() - 1) : lowerCase;
        if (host.isEmpty()
                || host.endsWith(".")
                || !Characters.all(host, c -> isLetterOrDigit(c) || "-._".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("no host in URI");
        }
        return host;
    }

    private static boolean isLetterOrDigit(int c) {
        return c < 128 && Character.isLetterOrDigit(c);
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
        int colon = raw.indexOf(':'); // a password is not part of an address of record
        String user = colon < 0 ? raw : raw.substring(0, colon);
        if (user.isEmpty()
                || !Characters.all(user, c -> c != ' ' && !Character.isISOControl(c) && "<>\"".indexOf(c) < 0)) {
            throw new IllegalArgumentException("bad user part in URI");
        }
        return Characters.all(user, Aor::standsForItself) ? user : escaped(user);
    }

    private static boolean standsForItself(int c) {
        return isLetterOrDigit(c) || MARK.indexOf(c) >= 0 || USER_UNRESERVED.indexOf(c) >= 0;
    }

    /** Percent-encodes only the characters that require it. */
    private static String escaped(String user) {
        StringBuilder out = new StringBuilder(user.length() + 8);
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            int c = bytes[i] & 0xff;
            if (c == '%') {
                if (i + 2 >= bytes.length
                        || !HexFormat.isHexDigit(bytes[i + 1])
                        || !HexFormat.isHexDigit(bytes[i + 2])) {
                    throw new IllegalArgumentException("bad escape in URI");
                }
                int value = (HexFormat.fromHexDigit(bytes[i + 1]) << 4) | HexFormat.fromHexDigit(bytes[i + 2]);
                append(out, value, isLetterOrDigit(value) || MARK.indexOf(value) >= 0);
                i += 2;
            } else {
                append(out, c, standsForItself(c));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, int c, boolean asItIs) {
        if (asItIs) {
            out.append((char) c);
        } else {
            out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
        }
    }

    private static Aor tel(String rest) {
        String[] parts = rest.toLowerCase(Locale.ROOT).split(";", -1);
        String number = parts[0].replaceAll(SEPARATORS, "");
        if (!number.matches("\\+?[0-9a-f*#]+")) {
            throw new IllegalArgumentException("bad telephone number in URI");
        }
        StringBuilder uri = new StringBuilder("tel:").append(number);
        for (String name : TEL_PARAMETERS) {
            boolean counts =
                    !name.equals("phone-context") || !number.startsWith("+"); // a global number needs no context
            Arrays.stream(parts)
                    .filter(part -> counts && part.startsWith(name + '='))
                    .findFirst()
                    .ifPresent(part -> uri.append(';').append(telParameter(part)));
        }
        return new Aor(uri.toString());
    }

    /**
     * Returns the canonical parameter. A number, such as {@code phone-context=+1-555}, loses visual separators; a domain
     * keeps its hyphens.
     */
    private static String telParameter(String part) {
        String value = part.substring(part.indexOf('=') + 1);
        if (!value.matches("[0-9a-z+.%*#()_~!'-]*")) {
            throw new IllegalArgumentException("bad parameter of a telephone number in URI");
        }
        boolean number = value.matches("\\+?[0-9.()-]+");
        return part.substring(0, part.indexOf('=') + 1) + (number ? value.replaceAll(SEPARATORS, "") : value);
    }

    /** Returns the user part, the number of a tel URI, or the empty string. */
    public String user() {
        int from = uri.indexOf(':') + 1;
        int at = uri.lastIndexOf('@');
        if (at >= 0) {
            return uri.substring(from, at);
        }
        return uri.startsWith("tel:") ? uri.substring(from) : "";
    }

    /** Returns the host in lower case; empty for a tel URI. */
    public String domain() {
        int at = uri.lastIndexOf('@');
        if (at >= 0) {
            return uri.substring(at + 1);
        }
        return uri.startsWith("tel:") ? "" : uri.substring(uri.indexOf(':') + 1);
    }

    /** Whether both are the same user at the same host; {@code sip} and {@code sips} are not told apart. */
    public boolean isSameUser(Aor other) {
        return withoutSecurity().equals(other.withoutSecurity());
    }

    private String withoutSecurity() {
        return uri.startsWith("sips:") ? "sip:" + uri.substring("sips:".length()) : uri;
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
