package org.sippresence.presentity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Assigns the change numbers. They increase across restarts: they start at the clock's microseconds and above all stored numbers.
 * Thread-safe.
 */
final class ChangeSequence {

    private final AtomicLong last;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    /** @param first the lower bound: all assigned numbers are larger */
    ChangeSequence(long first) {
        this.last = new AtomicLong(first);
    }

    /** A change number that is assigned but whose watchers' outboxes are not marked yet. */
    static final class Open {

        private final long floor;
        private long number;

        private Open(long floor) {
            this.floor = floor;
        }

        long number() {
            return number;
        }
    }

    /** Makes all further numbers larger than the given one. */
    void startAbove(long number) {
        last.accumulateAndGet(number, Math::max);
    }

    long last() {
        return last.get();
    }

    /** Returns a number for a change that is not stored in any row. */
    long next() {
        return last.incrementAndGet();
    }

    /**
     * Assigns the next number, to be passed to {@link #close} later. It is registered for {@link #floor} before it is assigned.
     */
    Open open() {
        Open made = new Open(last.get());
        open.add(made);
        made.number = last.incrementAndGet();
        return made;
    }

    void close(Open opened) {
        open.remove(opened);
    }

    /**
     * Returns a lower bound of all open numbers. Numbers opened later are larger than the value of {@link #last} before this
     * call.
     */
    long floor() {
        long floor = Long.MAX_VALUE;
        for (Open each : open) {
            floor = Math.min(floor, each.floor);
        }
        return floor;
    }
}
