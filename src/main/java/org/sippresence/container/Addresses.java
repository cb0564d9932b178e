package org.sippresence.container;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.sippresence.settings.ServerSettings;
import org.sippresence.settings.TlsSettings;

/**
 * The listening addresses: SIP over UDP and TCP on one port, over TLS and WebSocket and HTTP on others.
 *
 * @param sip address and port of UDP and TCP
 * @param http address and port of HTTP
 * @param others the other transports of SIP, in the order in which they are opened
 */
public record Addresses(InetSocketAddress sip, InetSocketAddress http, List<Listener> others) {

    /**
     * An address of one transport of SIP.
     *
     * @param transport in lower case
     */
    public record Listener(String transport, InetSocketAddress address) {

        /** The form of the line {@code READY}. */
        String text() {
            return transport + ":" + Addresses.text(address);
        }
    }

    public Addresses {
        others = List.copyOf(others);
    }

    private static final int ATTEMPTS = 20;

    /**
     * Resolves the addresses of UDP, TCP and HTTP, replaces port 0 by a free one, and verifies that all three can be bound now:
     * the container would only log a failure.
     *
     * @throws StartException if a name does not resolve or a port is in use
     */
    public static Addresses of(ServerSettings server) throws StartException {
        InetAddress sip = resolve("sip_bind", server.sipBind());
        InetAddress http = resolve("http_bind", server.httpBind());
        int sipPort = server.sipPort() == 0 ? freeSipPort(sip) : server.sipPort();
        bindDatagram("udp", new InetSocketAddress(sip, sipPort));
        bindStream("tcp", new InetSocketAddress(sip, sipPort));
        int httpPort = bindStream("http", new InetSocketAddress(http, server.httpPort()));
        return new Addresses(new InetSocketAddress(sip, sipPort), new InetSocketAddress(http, httpPort), List.of());
    }

    /**
     * Returns these addresses with those of TLS and WebSocket.
     *
     * @throws StartException if a port is in use
     */
    Addresses with(TlsSettings tls) throws StartException {
        List<Listener> more = new ArrayList<>();
        addStream("tls", new InetSocketAddress(sip.getAddress(), tls.port()), more);
        addStream("ws", new InetSocketAddress(sip.getAddress(), tls.webSocket().port()), more);
        addStream("wss", new InetSocketAddress(sip.getAddress(), tls.webSocket().securePort()), more);
        return new Addresses(sip, http, more);
    }

    private static void addStream(String transport, InetSocketAddress address, List<Listener> others)
            throws StartException {
        if (address.getPort() > 0) {
            bindStream(transport, address);
            others.add(new Listener(transport, address));
        }
    }

    /** All addresses of SIP. */
    List<Listener> listeners() {
        return Stream.concat(Stream.of(new Listener("udp", sip), new Listener("tcp", sip)), others.stream())
                .toList();
    }

    /** The host as in a URI: IPv6 in brackets. */
    static String text(InetSocketAddress address) {
        String host = host(address);
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The literal address, without brackets and scope. */
    static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = host.indexOf('%');
        return scope < 0 ? host : host.substring(0, scope);
    }

    private static InetAddress resolve(String key, String host) throws StartException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new StartException(StartException.USAGE, key + ": no such address: " + host);
        }
    }

    private static int freeSipPort(InetAddress address) throws StartException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            int port = bindDatagram("udp", new InetSocketAddress(address, 0));
            if (isFreeStream(new InetSocketAddress(address, port))) {
                return port;
            }
        }
        return bindDatagram("udp", new InetSocketAddress(address, 0));
    }

    private static boolean isFreeStream(InetSocketAddress address) {
        try {
            bindStream("tcp", address);
            return true;
        } catch (StartException e) {
            return false;
        }
    }

    private static int bindDatagram(String scheme, InetSocketAddress address) throws StartException {
        try (DatagramSocket socket = new DatagramSocket(address)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw refused(scheme, address, e);
        }
    }

    private static int bindStream(String scheme, InetSocketAddress address) throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket.getLocalPort();
        } catch (IOException e) {
            throw refused(scheme, address, e);
        }
    }

    private static StartException refused(String scheme, InetSocketAddress address, IOException e) {
        return new StartException("cannot listen on " + scheme + ":" + text(address) + ": " + e.getMessage());
    }
}
