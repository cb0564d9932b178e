package org.sippresence.presentity;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How often something is held, by its bytes, in memory that does not grow: a count-min sketch of two rows. It never tells too few;
 * it tells too many by what shares both places, which a secret seed keeps from being chosen. Thread-safe.
 */
final class WatcherCounts {

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final AtomicIntegerArray first;
    private final AtomicIntegerArray second;
    private final int mask;

    /** @param bits two to the power of it are the counts in each row */
    WatcherCounts(int bits) {
        first = new AtomicIntegerArray(1 << bits);
        second = new AtomicIntegerArray(1 << bits);
        mask = (1 << bits) - 1;
    }

    /** One more, or with -1 one fewer. */
    void add(int difference, int salt, byte[] bytes, int from, int to) {
        long hash = hash(salt, bytes, from, to);
        first.addAndGet((int) hash & mask, difference);
        second.addAndGet((int) (hash >>> 32) & mask, difference);
    }

    int count(int salt, byte[] key) {
        long hash = hash(salt, key, 0, key.length);
        return Math.min(first.get((int) hash & mask), second.get((int) (hash >>> 32) & mask));
    }

    private long hash(int salt, byte[] bytes, int from, int to) {
        long hash = mixed(seed ^ salt);
        for (int i = from; i < to; i++) {
            hash = mixed(hash ^ bytes[i]);
        }
        return hash;
    }

    /** MurmurHash3's last step. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
