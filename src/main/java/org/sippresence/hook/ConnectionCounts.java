package org.sippresence.hook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How many TCP connections there are with whom, and what happened to those that met a bound. Thread-safe. */
final class ConnectionCounts {

    private static final int NETWORK_BYTES = 8;

    private final Map<Bound, LongAdder> met = new EnumMap<>(Bound.class);
    private final Map<InetAddress, Integer> bySource = new HashMap<>();
    private int open;

    /** What a connection can meet. */
    enum Bound {
        /** Refused: there are as many as there may be. */
        REFUSED,
        /** Refused: its source has as many as it may have. */
        REFUSED_SOURCE,
        /** Closed: nothing came for too long. */
        CLOSED_IDLE,
        /** Closed: a message was not whole in time. */
        CLOSED_INCOMPLETE,
        /** Closed: a message was too large. */
        CLOSED_TOO_LARGE,
        /** Closed: the peer did not read. */
        CLOSED_UNREAD,
        /** Closed: too much waits on all connections together. */
        CLOSED_MEMORY
    }

    ConnectionCounts() {
        for (Bound each : Bound.values()) {
            met.put(each, new LongAdder());
        }
    }

    /** Counts a new connection, unless that would be one too many; then the bound that it meets is counted and returned. */
    synchronized Optional<Bound> admit(InetAddress peer, ConnectionLimits limits) {
        if (open >= limits.connections()) {
            return refused(Bound.REFUSED);
        }
        InetAddress source = source(peer);
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

    /** Ends what {@link #admit} began. */
    synchronized void release(InetAddress peer) {
        bySource.computeIfPresent(source(peer), (source, count) -> count == 1 ? null : count - 1);
        open--;
    }

    void count(Bound bound) {
        met.get(bound).increment();
    }

    long counted(Bound bound) {
        return met.get(bound).sum();
    }

    synchronized int open() {
        return open;
    }

    /** By the names of metrics. */
    Map<String, Long> figures() {
        Map<String, Long> figures = new TreeMap<>();
        figures.put("tcp_connections", (long) open());
        for (Bound each : Bound.values()) {
            figures.put("tcp_" + each.name().toLowerCase(Locale.ROOT) + "_total", counted(each));
        }
        return figures;
    }

    /** Whoever has an IPv6 address has the whole network of 64 bits. */
    private static InetAddress source(InetAddress peer) {
        byte[] address = peer.getAddress();
        if (address.length <= NETWORK_BYTES) {
            return peer;
        }
        Arrays.fill(address, NETWORK_BYTES, address.length, (byte) 0);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }
}
