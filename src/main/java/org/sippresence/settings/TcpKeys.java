package org.sippresence.settings;

import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;

/** The keys about TCP connections. */
final class TcpKeys {

    private static final int DAY = 86_400;
    private static final int KIBIBYTE = 1 << 10;
    private static final int MEBIBYTE = 1 << 20;

    private TcpKeys() {}

    static List<Key> all() {
        return List.of(
                whole("tcp_idle_timeout", 3_600, "seconds").between(1, DAY).means("""
                        A connection that receives nothing for this time is closed. Keep-alives (two line ends, RFC
                        5626) count and are answered. A client without keep-alives sends at least a refresh within
                        `default_expires`."""),
                whole("tcp_message_timeout", 32, "seconds").between(1, DAY).means("""
                        A connection is closed if a message is not complete this time after its first byte, or if the
                        peer reads none of the pending bytes for this time."""),
                whole("tcp_max_connections", 50_000, "connections")
                        .between(1, 1_000_000)
                        .means("""
                        The maximum number of connections, including those that the server opens. Further ones are
                        closed at once. The process needs a file descriptor for each."""),
                whole("tcp_max_connections_per_source", 5_000, "connections")
                        .between(1, 1_000_000)
                        .means("""
                        The maximum number of connections with one IPv4 address or one /64 network of IPv6.
                        `trusted_peers` are not limited."""),
                whole("tcp_max_message", MEBIBYTE, "bytes")
                        .between(4 * KIBIBYTE, MEBIBYTE)
                        .means("""
                        The maximum size of a message over TCP, headers and body. A larger one is answered 513 and the
                        connection is closed, as are headers of more than 65,536 bytes."""),
                whole("tcp_max_unsent", MEBIBYTE, "bytes")
                        .between(4 * KIBIBYTE, 64 * MEBIBYTE)
                        .means("""
                        The maximum number of bytes that wait to be sent to one peer. A message beyond it closes the
                        connection, unless no other message waits."""));
    }

    static TcpSettings read(Values values) {
        return new TcpSettings(
                Duration.ofSeconds(values.number("tcp_idle_timeout")),
                Duration.ofSeconds(values.number("tcp_message_timeout")),
                values.number("tcp_max_connections"),
                values.number("tcp_max_connections_per_source"),
                values.number("tcp_max_message"),
                values.number("tcp_max_unsent"));
    }
}
