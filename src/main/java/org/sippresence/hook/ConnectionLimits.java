package org.sippresence.hook;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * What TCP connections may take.
 *
 * @param idle time without a byte from the peer, after which a connection is closed
 * @param message time within which a message must be whole, and within which a peer must read something of what waits for it
 * @param connections at once
 * @param perSource connections at once with one IPv4 address or one IPv6 network of 64 bits
 * @param largestMessage headers and body, in bytes
 * @param mostUnsent bytes that wait to be written to one peer
 * @param trusted peers that {@code perSource} does not hold for
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

    /** In force until the application says otherwise. */
    static ConnectionLimits defaults() {
        return new ConnectionLimits(
                Duration.ofHours(1), Duration.ofSeconds(32), 50_000, 5_000, MEBIBYTE, MEBIBYTE, address -> false);
    }
}
