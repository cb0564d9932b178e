package org.sippresence.engine;

import java.security.SecureRandom;

/**
 * Hashes bytes with a random secret per instance, so that outsiders cannot provoke collisions in a table. Not for signatures.
 * Thread-safe.
 */
public final class KeyedHash {

    private final long secret = new SecureRandom().nextLong();

    /**
     * Hashes a part of an array.
     *
     * @param salt distinguishes equal bytes of different kinds
     */
    public long of(int salt, byte[] bytes, int from, int to) {
        long hash = mixed(secret ^ salt);
        for (int i = from; i < to; i++) {
            hash = mixed(hash ^ bytes[i]);
        }
        return hash;
    }

    /** The finalizer of MurmurHash3. */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
