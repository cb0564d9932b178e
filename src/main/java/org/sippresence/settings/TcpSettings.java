package org.sippresence.settings;

import java.time.Duration;

/**
 * Bounds of TCP connections.
 *
 * @param idle time without a byte
 * @param message time for a message to be complete, and for a peer to read some bytes
 * @param connections at once
 * @param connectionsPerSource at once with one IPv4 address or one IPv6 network of 64 bits
 * @param maxMessage bytes of headers and body
 * @param maxUnsent bytes waiting to be sent to one peer
 */
public record TcpSettings(
        Duration idle, Duration message, int connections, int connectionsPerSource, int maxMessage, int maxUnsent) {}
