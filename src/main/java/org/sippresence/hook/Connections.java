package org.sippresence.hook;

import java.util.Map;

/**
 * Lets an application in another class loader set limits of TCP connections and read their counts, for all addresses that the
 * container listens on. Thread-safe.
 */
public final class Connections {

    private static final ConnectionCounts COUNTS = new ConnectionCounts();
    private static final WaitingBytes WAITING = WaitingBytes.forThisHeap();
    private static volatile ConnectionLimits limits = ConnectionLimits.defaults();

    private Connections() {}

    /** Sets the limits, which also apply to existing connections. */
    public static void limit(ConnectionLimits newLimits) {
        limits = newLimits;
    }

    /** The counts by the names of their metrics; those that end in {@code _total} only increase. */
    public static Map<String, Long> metrics() {
        Map<String, Long> metrics = COUNTS.metrics();
        metrics.put("tcp_waiting_bytes", WAITING.waiting());
        return metrics;
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
