package org.sippresence.hook;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The open connections, for all addresses that the container listens on. Lets an application in another class loader set their
 * limits, read their counts and send over them. Thread-safe.
 */
public final class Connections {

    private static final ConnectionCounts COUNTS = new ConnectionCounts();
    private static final WaitingBytes WAITING = WaitingBytes.forThisHeap();
    private static volatile ConnectionLimits limits = ConnectionLimits.defaults();

    private static final AtomicLong NUMBERS = new AtomicLong(new SecureRandom().nextLong());
    private static final ConcurrentMap<Long, FlowConnection> OPEN = new ConcurrentHashMap<>();

    private static final Receiver NOBODY = (from, head) -> false;
    private static volatile Receiver receiver = NOBODY;

    private Connections() {}

    /** Receives each message of a connection before the stack. */
    @FunctionalInterface
    public interface Receiver {

        /**
         * Called on a reading thread; must not block and must not throw.
         *
         * @param head start line and headers
         * @return whether the receiver has consumed the message; the stack does not see it then, and its body is skipped
         */
        boolean intercept(FlowConnection from, byte[] head);
    }

    /** Sets the only receiver of messages. */
    public static void register(Receiver newReceiver) {
        receiver = newReceiver;
    }

    /** Removes the receiver, unless another one has been set since. */
    public static void unregister(Receiver oldReceiver) {
        if (receiver == oldReceiver) {
            receiver = NOBODY;
        }
    }

    static boolean intercept(FlowConnection from, byte[] head) {
        return receiver.intercept(from, head);
    }

    /** Finds an open connection by its number. */
    public static Optional<FlowConnection> find(long number) {
        return Optional.ofNullable(OPEN.get(number)).filter(FlowConnection::isOpen);
    }

    /** A number for a new connection; consecutive after a random start. */
    static long nextNumber() {
        long number = NUMBERS.incrementAndGet();
        return number == 0 ? nextNumber() : number;
    }

    static void opened(FlowConnection connection) {
        OPEN.put(connection.number(), connection);
    }

    static void closed(FlowConnection connection) {
        OPEN.remove(connection.number(), connection);
    }

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
