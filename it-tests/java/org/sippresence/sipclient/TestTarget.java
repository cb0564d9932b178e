package org.sippresence.sipclient;

import java.net.InetSocketAddress;
import java.util.Objects;

/** The destination of requests: the server and the transport. */
public record TestTarget(Transport transport, InetSocketAddress address) {

    public TestTarget {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
    }

    public static TestTarget of(Transport transport, String host, int port) {
        return new TestTarget(transport, new InetSocketAddress(host, port));
    }
}
