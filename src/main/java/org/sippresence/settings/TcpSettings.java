package org.sippresence.settings;

import java.time.Duration;

/**
 * Bounds of TCP connections.
 *
 * @param idle time without a byte
 * @param message time for a message to be complete, and for a peer to read some bytes
 * @param connections at once
 * @param connectionsPerSource at once with one IPv4 address or one IPv6 network of 64 bits
 * @param largestMessage bytes of headers and body
 * @param mostUnsent bytes waiting to be sent to one peer
 */
public record TcpSettings(
        Duration idle,
        Duration message,
        int connections,
        int connectionsPerSource,
        int largestMessage,
        int mostUnsent) {

    static TcpSettings of(Values values) {
        return new TcpSettings(
                Duration.ofSeconds(values.number("tcp_idle_timeout")),
                Duration.ofSeconds(values.number("tcp_message_timeout")),
                values.number("tcp_max_connections"),
                values.number("tcp_max_connections_per_source"),
                values.number("tcp_max_message"),
                values.number("tcp_max_unsent"));
    }
}
