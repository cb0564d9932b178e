package org.sippresence.authentication;

/**
 * The nonces of one span of time with the counts that were used: a hash table with open addressing in arrays. The ids are MACs,
 * so they are uniformly distributed and nobody can choose colliding ones. Not thread-safe.
 */
final class NonceTable {

    private static final int SMALLEST = 16;

    private final long part;
    private long[] ids = new long[SMALLEST];
    private int[] users = new int[SMALLEST];

    /** The highest count of each nonce, as an unsigned number. */
    private int[] highest = new int[SMALLEST];

    /** The counts that were seen, since requests may overtake each other. Bit n: the highest less n. */
    private long[] seen = new long[SMALLEST];

    private int size;
    private long latest = Long.MIN_VALUE;

    /** @param part the number of the span of time */
    NonceTable(long part) {
        this.part = part;
    }

    long part() {
        return part;
    }

    int size() {
        return size;
    }

    /** The latest creation time of a nonce in this table, in milliseconds since 1970. */
    long latest() {
        return latest;
    }

    /** The slot of a nonce; negative if it is not stored. */
    int find(long id) {
        int slot = slot(id);
        return ids[slot] == 0 ? -1 : slot;
    }

    /** The slot with this id, or the free one where it belongs. */
    private int slot(long id) {
        long stored = stored(id);
        int slot = (int) (stored >>> 32) & (ids.length - 1);
        while (ids[slot] != 0 && ids[slot] != stored) {
            slot = (slot + 1) & (ids.length - 1);
        }
        return slot;
    }

    /** A free slot has the id 0. */
    private static long stored(long id) {
        return id == 0 ? 1 : id;
    }

    int user(int slot) {
        return users[slot];
    }

    /** Adds a nonce that is not stored, without a count; returns its slot. */
    int add(Nonce nonce, int user) {
        if (size >= ids.length / 4 * 3) {
            grow();
        }
        int slot = slot(nonce.id());
        ids[slot] = stored(nonce.id());
        users[slot] = user;
        size++;
        latest = Math.max(latest, nonce.created());
        return slot;
    }

    private void grow() {
        NonceTable old = new NonceTable(part);
        old.ids = ids;
        old.users = users;
        old.highest = highest;
        old.seen = seen;
        int length = 2 * ids.length;
        ids = new long[length];
        users = new int[length];
        highest = new int[length];
        seen = new long[length];
        for (int i = 0; i < old.ids.length; i++) {
            if (old.ids[i] != 0) {
                int slot = slot(old.ids[i]);
                ids[slot] = old.ids[i];
                users[slot] = old.users[i];
                highest[slot] = old.highest[i];
                seen[slot] = old.seen[i];
            }
        }
    }

    /** Marks a count as used; false if it is 0, was used before, or is so far below the highest that this is not known. */
    boolean count(int slot, long number) {
        long top = Integer.toUnsignedLong(highest[slot]);
        if (number > top) {
            long step = number - top;
            seen[slot] = (step < Long.SIZE ? seen[slot] << step : 0) | 1;
            highest[slot] = (int) number;
            return true;
        }
        long behind = top - number;
        if (number < 1 || behind >= Long.SIZE || (seen[slot] >>> behind & 1) == 1) {
            return false;
        }
        seen[slot] |= 1L << behind;
        return true;
    }
}
