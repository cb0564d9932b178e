package org.sippresence.authentication;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.model.AddressLiteral;

/**
 * Where an HTTP request comes from. A reverse proxy on this machine, or with {@code http_proxied=1} any peer, names its client in
 * the last value of X-Forwarded-For; values before it are what the client says. From other peers the header is ignored.
 *
 * @param address of the client
 * @param proxy that named the client; empty if the client is connected to this server
 */
public record ClientAddress(InetAddress address, Optional<InetAddress> proxy) {

    /** The header that names the clients. */
    public static final String FORWARDED_FOR = "X-Forwarded-For";

    /** The header by which a proxy or the client identifies a request. */
    public static final String REQUEST_ID = "X-Request-ID";

    /** A literal address, with the brackets, the port and the zone that some proxies add. */
    private static final Pattern LITERAL = Pattern.compile(
            "(?<v4>[0-9]{1,3}(?:\\.[0-9]{1,3}){3})(?::[0-9]+)?|\\[?(?<v6>[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(?:%\\w+)?(?:](?::[0-9]+)?)?");

    private static final int LONGEST = 100;

    /**
     * The source of a request.
     *
     * @param peer literal address of the other end of the connection
     * @param forwarded the values of all headers {@value #FORWARDED_FOR}, in the order in which they were received
     * @param proxied whether only reverse proxies connect to this server
     */
    public static ClientAddress of(String peer, List<String> forwarded, boolean proxied) {
        InetAddress connected = parse(peer).orElseGet(InetAddress::getLoopbackAddress);
        return Optional.of(connected)
                .filter(each -> proxied || each.isLoopbackAddress())
                .flatMap(each -> last(forwarded))
                .map(client -> new ClientAddress(client, Optional.of(connected)))
                .orElseGet(() -> new ClientAddress(connected, Optional.empty()));
    }

    private static Optional<InetAddress> last(List<String> forwarded) {
        if (forwarded.isEmpty()) {
            return Optional.empty();
        }
        String values = forwarded.get(forwarded.size() - 1);
        return parse(values.substring(values.lastIndexOf(',') + 1).strip());
    }

    /** Does not resolve names. */
    private static Optional<InetAddress> parse(String text) {
        Matcher literal = LITERAL.matcher(text);
        if (text.length() > LONGEST || !literal.matches()) {
            return Optional.empty();
        }
        return AddressLiteral.parse(literal.group("v4") == null ? literal.group("v6") : literal.group("v4"));
    }
}
