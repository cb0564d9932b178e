package org.sippresence.model;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a request came from: the way back to a client that cannot be reached at its Contact (RFC 5626 section 2). A flow over
 * UDP is the pair of addresses of the request's datagram. Another flow is one connection: it ends with that connection, and
 * another connection between the same addresses is another flow.
 *
 * @param transport in lower case: {@code udp}, {@code tcp}, {@code tls}
 * @param listener host and port of the local address that the request arrived at, IPv6 in brackets; empty if unknown
 * @param remote address and port of the sender, never a name; empty if requests to the client go to its Contact
 * @param connection the number of the connection, which is different for each connection of each process; 0 without one
 */
public record Flow(String transport, String listener, Optional<InetSocketAddress> remote, long connection) {

    private static final String UDP = "udp";

    public Flow {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(listener, "listener");
        if (remote.filter(InetSocketAddress::isUnresolved).isPresent()) {
            throw new IllegalArgumentException("a name: " + remote.get());
        }
        if (connection != 0 && remote.isEmpty()) {
            throw new IllegalArgumentException("a connection to nobody");
        }
    }

    /** Creates a flow by which no requests are sent. */
    public static Flow of(String transport, String listener) {
        return new Flow(transport, listener, Optional.empty(), 0);
    }

    /** Creates a flow by which no requests are sent, with an unknown local address. */
    public static Flow of(String transport) {
        return of(transport, "");
    }

    /** Returns whether the flow is a connection, which may have ended. */
    public boolean isConnection() {
        return connection != 0;
    }

    /** Returns whether the flow leads back by UDP. */
    public boolean isDatagram() {
        return remote.isPresent() && transport.equals(UDP);
    }

    /** Returns the URI of the remote address; empty if requests go to the Contact. */
    public Optional<String> uri() {
        return remote.map(
                address -> "sip:" + hostAndPort(address) + (transport.equals(UDP) ? "" : ";transport=" + transport));
    }

    /** Returns the same arrival as a flow by which no requests are sent. */
    public Flow unused() {
        return remote.isEmpty() ? this : of(transport, listener);
    }

    /** Returns a literal address and its port, IPv6 in brackets and without a zone. */
    public static String hostAndPort(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return (address.getAddress() instanceof Inet6Address ? '[' + bare + ']' : bare) + ':' + address.getPort();
    }
}
