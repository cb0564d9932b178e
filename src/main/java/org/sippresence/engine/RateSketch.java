package org.sippresence.engine;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;

/**
 * The rates of any number of keys in a fixed 1 MiB: the generic cell rate algorithm (ITU-T I.371) in a count-min sketch of two rows.
 * Keys that collide in both rows share an allowance; a secret in the hash prevents chosen collisions. All times are nanoseconds
 * since a fixed moment, not negative. Thread-safe.
 */
public final class RateSketch {

    private static final int PLACES = 1 << 16;

    private final KeyedHash hash = new KeyedHash();

    /** The time at which the whole allowance is available again. */
    private final AtomicLongArray first = new AtomicLongArray(PLACES);

    private final AtomicLongArray second = new AtomicLongArray(PLACES);
    private final long burst;
    private final LongBinaryOperator spend;

    /**
     * Creates the rates.
     *
     * @param interval between two events of the sustained rate
     * @param atOnce number of events that may come at the same time, at least 1
     * @param mostDebt the longest time after which one event is within the rate again, however many came
     */
    public RateSketch(long interval, long atOnce, long mostDebt) {
        this.burst = (atOnce - 1) * interval;
        this.spend = (full, now) -> Math.min(Math.max(full, now) + interval, now + burst + mostDebt);
    }

    /**
     * Whether an event is within the rate of its key; if so, it is counted.
     *
     * @param length the number of leading bytes of the array that are the key
     */
    public boolean admits(byte[] key, int length, long now) {
        long hashed = hash.of(0, key, 0, length);
        if (wait(hashed, now) > 0) {
            return false;
        }
        add(hashed, now);
        return true;
    }

    /** The time after which an event is within the rate of its key; 0 if it is now. Counts nothing. */
    public long timeToNext(byte[] key, int length, long now) {
        return wait(hash.of(0, key, 0, length), now);
    }

    /** Counts an event, whether it is within the rate or not. */
    public void count(byte[] key, int length, long now) {
        add(hash.of(0, key, 0, length), now);
    }

    private long wait(long hashed, long now) {
        return Math.max(0, Math.min(first.get(one(hashed)), second.get(other(hashed))) - now - burst);
    }

    private void add(long hashed, long now) {
        first.accumulateAndGet(one(hashed), now, spend);
        second.accumulateAndGet(other(hashed), now, spend);
    }

    private static int one(long hashed) {
        return (int) hashed & (PLACES - 1);
    }

    private static int other(long hashed) {
        return (int) (hashed >>> 32) & (PLACES - 1);
    }
}
