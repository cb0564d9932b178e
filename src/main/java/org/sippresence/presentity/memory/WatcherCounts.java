package org.sippresence.presentity.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sippresence.engine.KeyedHash;

/**
 * How often something is held, by its bytes, in memory that does not grow: a count-min sketch of two rows. It never tells too few;
 * it tells too many by what shares both places, which a secret keeps from being chosen. Thread-safe.
 */
public final class WatcherCounts {

    private final KeyedHash hash = new KeyedHash();
    private final AtomicIntegerArray first;
    private final AtomicIntegerArray second;
    private final int mask;

    /** @param bits two to the power of it are the counts in each row */
    public WatcherCounts(int bits) {
        first = new AtomicIntegerArray(1 << bits);
        second = new AtomicIntegerArray(1 << bits);
        mask = (1 << bits) - 1;
    }

    /** One more, or with -1 one fewer. */
    void add(int difference, int salt, byte[] bytes, int from, int to) {
        long hashed = hash.of(salt, bytes, from, to);
        first.addAndGet((int) hashed & mask, difference);
        second.addAndGet((int) (hashed >>> 32) & mask, difference);
    }

    public int count(int salt, byte[] key) {
        long hashed = hash.of(salt, key, 0, key.length);
        return Math.min(first.get((int) hashed & mask), second.get((int) (hashed >>> 32) & mask));
    }
}
