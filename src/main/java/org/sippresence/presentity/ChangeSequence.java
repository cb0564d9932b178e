package org.sippresence.presentity;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers what watchers have to be told of. The numbers rise, over restarts too: they begin at the clock's microseconds and above
 * all that are stored. Thread-safe.
 */
final class ChangeSequence {

    private final AtomicLong last;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();

    /** @param first all numbers are larger */
    ChangeSequence(long first) {
        this.last = new AtomicLong(first);
    }

    /** A number whose change is decided, while the outboxes of its watchers are not marked yet. */
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

    /** All numbers from now on are larger. */
    void startAbove(long number) {
        last.accumulateAndGet(number, Math::max);
    }

    long last() {
        return last.get();
    }

    /** A number for what no row carries. */
    long next() {
        return last.incrementAndGet();
    }

    /** The next number, to be closed; it is in sight of {@link #floor} before it exists. */
    Open open() {
        Open made = new Open(last.get());
        open.add(made);
        made.number = last.incrementAndGet();
        return made;
    }

    void close(Open opened) {
        open.remove(opened);
    }

    /** All numbers that are open are larger; those that are opened later are larger than {@link #last} before this call. */
    long floor() {
        long floor = Long.MAX_VALUE;
        for (Open each : open) {
            floor = Math.min(floor, each.floor);
        }
        return floor;
    }
}
