package org.sippresence.sipclient;

import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The destination of requests: the server and the transport. */
public record TestTarget(Transport transport, InetSocketAddress address) {

    private static final Pattern HOST_AND_PORT = Pattern.compile("sip:(?:[^@]*@)?([^;]+):([0-9]+).*");

    public TestTarget {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
    }

    public static TestTarget of(Transport transport, String host, int port) {
        return new TestTarget(transport, new InetSocketAddress(host, port));
    }

    /** The host and the port of a SIP URI. */
    public static TestTarget of(Transport transport, String uri) {
        Matcher found = HOST_AND_PORT.matcher(uri);
        if (!found.matches()) {
            throw new IllegalArgumentException("no host and port in " + uri);
        }
        return of(transport, found.group(1), Integer.parseInt(found.group(2)));
    }
}
