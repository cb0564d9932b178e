package org.sippresence.hook;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the TCP connections by peer, and those that were rejected or closed at a bound. Thread-safe. */
final class ConnectionCounts {

    private final Map<Bound, LongAdder> reached = new EnumMap<>(Bound.class);
    private final Map<ByteBuffer, Integer> bySource = new HashMap<>();
    private int open;

    /** A bound that a connection can reach. */
    enum Bound {
        /** Rejected: the largest number of connections is reached. */
        REFUSED,
        /** Rejected: the largest number of connections of its source is reached. */
        REFUSED_SOURCE,
        /** Closed: no bytes arrived within the idle time. */
        CLOSED_IDLE,
        /** Closed: a message was not complete in time. */
        CLOSED_INCOMPLETE,
        /** Closed: a message was too large. */
        CLOSED_TOO_LARGE,
        /** Closed: the peer did not read. */
        CLOSED_UNREAD,
        /** Closed: too many bytes wait on all connections together. */
        CLOSED_MEMORY
    }

    ConnectionCounts() {
        for (Bound each : Bound.values()) {
            reached.put(each, new LongAdder());
        }
    }

    /** Counts a new connection; if it exceeds a bound, counts and returns that bound instead. */
    synchronized Optional<Bound> admit(InetAddress peer, ConnectionLimits limits) {
        if (open >= limits.connections()) {
            return refused(Bound.REFUSED);
        }
        ByteBuffer source = source(peer);
        int before = bySource.getOrDefault(source, 0);
        if (before >= limits.perSource() && !limits.trusted().test(peer)) {
            return refused(Bound.REFUSED_SOURCE);
        }
        bySource.put(source, before + 1);
        open++;
        return Optional.empty();
    }

    private Optional<Bound> refused(Bound bound) {
        count(bound);
        return Optional.of(bound);
    }

    /** Releases a connection that {@link #admit} counted. */
    synchronized void release(InetAddress peer) {
        bySource.computeIfPresent(source(peer), (source, count) -> count == 1 ? null : count - 1);
        open--;
    }

    void count(Bound bound) {
        reached.get(bound).increment();
    }

    long counted(Bound bound) {
        return reached.get(bound).sum();
    }

    synchronized int open() {
        return open;
    }

    /** The counts by the names of their metrics. */
    Map<String, Long> metrics() {
        Map<String, Long> metrics = new TreeMap<>();
        metrics.put("tcp_connections", (long) open());
        for (Bound each : Bound.values()) {
            metrics.put("tcp_" + each.name().toLowerCase(Locale.ROOT) + "_total", counted(each));
        }
        return metrics;
    }

    /** The source of a peer as a key. */
    private static ByteBuffer source(InetAddress peer) {
        byte[] address = peer.getAddress();
        return ByteBuffer.wrap(address, 0, ConnectionLimits.sourceLength(address));
    }
}
