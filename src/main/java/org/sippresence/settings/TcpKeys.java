package org.sippresence.settings;

import static org.sippresence.settings.Key.whole;

import java.util.List;

/** The keys about TCP connections. */
final class TcpKeys {

    private static final int DAY = 86_400;
    private static final int KIBIBYTE = 1 << 10;
    private static final int MEBIBYTE = 1 << 20;

    private TcpKeys() {}

    static List<Key> all() {
        return List.of(
                whole("tcp_idle_timeout", 3_600, "seconds")
                        .between(1, DAY)
                        .means(
                                "A connection that brings no byte for so long is closed. Keep-alives (two line ends, RFC 5626)"
                                        + " count, and are answered. A client without keep-alives sends at least a refresh within"
                                        + " `default_expires`."),
                whole("tcp_message_timeout", 32, "seconds")
                        .between(1, DAY)
                        .means(
                                "A connection is closed if a message is not whole so long after its first byte, or if the peer"
                                        + " reads nothing for so long of what waits for it."),
                whole("tcp_max_connections", 50_000, "connections")
                        .between(1, 1_000_000)
                        .means(
                                "How many connections there may be, those that the server makes included. One more is closed"
                                        + " at once. The process needs a file descriptor for each."),
                whole("tcp_max_connections_per_source", 5_000, "connections")
                        .between(1, 1_000_000)
                        .means(
                                "How many connections there may be with one IPv4 address or one IPv6 network of 64 bits. Does"
                                        + " not hold for `trusted_peers`."),
                whole("tcp_max_message", MEBIBYTE, "bytes")
                        .between(4 * KIBIBYTE, MEBIBYTE)
                        .means(
                                "The largest message that is read over TCP, headers and body. For a larger one the answer is"
                                        + " 513, and the connection is closed; so it is for headers of more than 65,536 bytes."),
                whole("tcp_max_unsent", MEBIBYTE, "bytes")
                        .between(4 * KIBIBYTE, 64 * MEBIBYTE)
                        .means(
                                "How many bytes may wait for one peer that does not read. A message that would make it more"
                                        + " closes the connection; one message of any size may wait."));
    }
}
