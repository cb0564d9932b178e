package org.sippresence.model;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI parameter {@code alias=ip~port~proto} of a Contact, in which Kamailio's edge proxies store the address from which
 * they received the user agent's request ({@code set_contact_alias}, {@code handle_ruri_alias}).
 */
final class ContactAlias {

    /** Matches a parameter with its semicolon; the value is empty without an equals sign. */
    private static final Pattern PARAMETER =
            Pattern.compile(";alias(?:=([^;?]*))?(?=[;?]|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern VALUE = Pattern.compile(
            "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\])~([1-9][0-9]{0,4})~([0-9])");

    /** Kamailio's numbers of the transports that this server supports. */
    private static final Map<String, String> TRANSPORTS = Map.of("1", "udp", "2", "tcp", "3", "tls");

    private static final int HIGHEST_PORT = 0xffff;
    private static final int HIGHEST_BYTE = 0xff;

    private ContactAlias() {}

    /**
     * Parses the parameter of a SIP or SIPS URI.
     *
     * @return a URI of the address, with its transport; empty without such a parameter
     * @throws IllegalArgumentException if it is malformed or names an unsuitable transport; the message is for the peer
     */
    static Optional<String> nextHop(String contactUri) {
        Matcher found = in(contactUri);
        if (!found.find()) {
            return Optional.empty();
        }
        Matcher value = VALUE.matcher(found.group(1) == null ? "" : found.group(1));
        if (!value.matches()
                || Integer.parseInt(value.group(2)) > HIGHEST_PORT
                || host(value.group(1)).isEmpty()) {
            throw new IllegalArgumentException("Bad alias in Contact");
        }
        String transport = TRANSPORTS.get(value.group(3));
        if (transport == null || (contactUri.startsWith("sips:") && !transport.equals("tls"))) {
            throw new IllegalArgumentException("Unsupported transport of alias in Contact");
        }
        String address = "sip:" + host(value.group(1)).orElseThrow() + ':' + value.group(2);
        return Optional.of(transport.equals("udp") ? address : address + ";transport=" + transport);
    }

    /** Returns a Contact URI without the parameter, whatever its value. */
    static String removedFrom(String contactUri) {
        Matcher found = in(contactUri);
        return found.find() ? contactUri.substring(0, found.start()) + contactUri.substring(found.end()) : contactUri;
    }

    /** Matches parameters after the user part, which may contain semicolons itself. */
    private static Matcher in(String uri) {
        Matcher matcher = PARAMETER.matcher(uri);
        return matcher.region(uri.lastIndexOf('@') + 1, uri.length());
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[")) {
            return Ipv6Address.canonical(text.substring(1, text.length() - 1)).map(each -> '[' + each + ']');
        }
        return isIpv4(text) ? Optional.of(text) : Optional.empty();
    }

    private static boolean isIpv4(String host) {
        return Arrays.stream(host.split("\\.", -1)).allMatch(each -> Integer.parseInt(each) <= HIGHEST_BYTE);
    }
}
