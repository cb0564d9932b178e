package org.sippresence.presentity.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.sippresence.engine.KeyedHash;

/**
 * Approximate counter of byte keys in constant memory: a count-min sketch of two rows. It never counts too low; it counts too
 * high for keys that collide in both rows, which a secret hash key keeps from being provoked. Thread-safe.
 */
public final class WatcherCounts {

    private final KeyedHash hash = new KeyedHash();
    private final AtomicIntegerArray first;
    private final AtomicIntegerArray second;
    private final int mask;

    /** @param bits binary logarithm of the number of counters in each row */
    public WatcherCounts(int bits) {
        first = new AtomicIntegerArray(1 << bits);
        second = new AtomicIntegerArray(1 << bits);
        mask = (1 << bits) - 1;
    }

    /** Hashes a key, which is a part of an array. */
    long hash(int salt, byte[] bytes, int from, int to) {
        return hash.of(salt, bytes, from, to);
    }

    /** Adds 1 or -1 to the count of a key with this hash. */
    void add(int difference, long hashed) {
        first.addAndGet((int) hashed & mask, difference);
        second.addAndGet((int) (hashed >>> 32) & mask, difference);
    }

    public int count(int salt, byte[] key) {
        long hashed = hash.of(salt, key, 0, key.length);
        return Math.min(first.get((int) hashed & mask), second.get((int) (hashed >>> 32) & mask));
    }
}
