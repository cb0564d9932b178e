package org.sippresence.hook;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Limits of TCP connections.
 *
 * @param idle time without a byte from the peer after which a connection is closed
 * @param message time within which a message must be complete, and within which a peer must read part of the waiting bytes
 * @param connections largest number of simultaneous connections
 * @param perSource largest number of simultaneous connections with one IPv4 address or one IPv6 /64 network
 * @param largestMessage headers and body, in bytes
 * @param mostUnsent bytes that may wait to be written to one peer
 * @param trusted peers that are exempt from {@code perSource}
 */
public record ConnectionLimits(
        Duration idle,
        Duration message,
        int connections,
        int perSource,
        int largestMessage,
        int mostUnsent,
        Predicate<InetAddress> trusted) {

    private static final int MEBIBYTE = 1 << 20;
    private static final int NETWORK_BYTES = 8;

    /** The limits in force until the application sets others. */
    static ConnectionLimits defaults() {
        return new ConnectionLimits(
                Duration.ofHours(1), Duration.ofSeconds(32), 50_000, 5_000, MEBIBYTE, MEBIBYTE, address -> false);
    }

    /**
     * The number of leading bytes of an address that identify its source: all of IPv4, and of IPv6 the /64 network, because a
     * client controls the whole network.
     */
    public static int sourceLength(byte[] address) {
        return Math.min(address.length, NETWORK_BYTES);
    }
}
