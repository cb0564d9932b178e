package org.sippresence.container;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.sippresence.settings.ServerSettings;

/**
 * The listening addresses: SIP over UDP and TCP on one port, HTTP on another.
 *
 * @param sip address and port of both SIP transports
 * @param http address and port of HTTP
 */
public record Addresses(InetSocketAddress sip, InetSocketAddress http) {

    private static final int ATTEMPTS = 20;

    /**
     * Resolves the addresses, replaces port 0 by a free one, and verifies that all three can be bound now: the container would
     * only log a failure.
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
        return new Addresses(new InetSocketAddress(sip, sipPort), new InetSocketAddress(http, httpPort));
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
