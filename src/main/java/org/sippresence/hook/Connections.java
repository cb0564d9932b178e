package org.sippresence.hook;

import java.util.Map;

/**
 * Where an application, loaded by another class loader, says what TCP connections may take, and learns what there are. Of all
 * addresses that the container listens on. Thread-safe.
 */
public final class Connections {

    private static final ConnectionCounts COUNTS = new ConnectionCounts();
    private static final WaitingBytes WAITING = WaitingBytes.forThisHeap();
    private static volatile ConnectionLimits limits = ConnectionLimits.defaults();

    private Connections() {}

    /** In force from now on, also for connections that there are. */
    public static void limit(ConnectionLimits newLimits) {
        limits = newLimits;
    }

    /** Numbers by the names of metrics; those that end in {@code _total} only grow. */
    public static Map<String, Long> figures() {
        Map<String, Long> figures = COUNTS.figures();
        figures.put("tcp_waiting_bytes", WAITING.waiting());
        return figures;
    }

    static ConnectionLimits limits() {
        return limits;
    }

    static ConnectionCounts counts() {
        return COUNTS;
    }

    static WaitingBytes waiting() {
        return WAITING;
    }
}
