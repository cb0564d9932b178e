package org.sippresence.sipclient;

import java.net.InetSocketAddress;
import java.util.Objects;

/** Where requests are sent: the server, and by what transport. */
public record Target(Transport transport, InetSocketAddress address) {

    public Target {
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(address, "address");
    }

    public static Target of(Transport transport, String host, int port) {
        return new Target(transport, new InetSocketAddress(host, port));
    }
}
