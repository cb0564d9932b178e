package org.sippresence.sipclient;

import java.net.InetSocketAddress;
import java.util.Objects;

/** Where requests are sent: the server, and by what transport. */
public record TestTarget(Transport transport, InetSocketAddress address) {

    public TestTarget {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
    }

    public static TestTarget of(Transport transport, String host, int port) {
        return new TestTarget(transport, new InetSocketAddress(host, port));
    }
}
