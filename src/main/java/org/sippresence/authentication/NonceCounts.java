package org.sippresence.authentication;

import java.time.Duration;
import java.util.Arrays;

/**
 * The counts that were used with nonces, and the user of each, in at most 64 bytes for a nonce. Thread-safe.
 *
 * <p>Nonces that were created in the same eighth of a lifetime are stored in one table, which is dropped as a whole after they
 * have expired. If there are too many nonces, the oldest table is dropped early and a floor is raised: a nonce created before
 * the floor that is not stored is rejected, because its used counts are unknown.
 */
final class NonceCounts {

    private static final int BYTES = 64;
    private static final int SHARE = 32;
    private static final int STRIPES = 16;
    private static final int PARTS = 8;

    /** More tables than can hold unexpired nonces, so that a table is overwritten only after it has expired. */
    private static final int TABLES = 2 * PARTS;

    private final long span;
    private final long capacity;
    private final Stripe[] stripes = new Stripe[STRIPES];

    /** @param capacity nonces that are stored at most */
    NonceCounts(Duration lifetime, long capacity) {
        this.span = Math.max(1, lifetime.toMillis() / PARTS);
        this.capacity = Math.max(1, capacity / STRIPES);
        Arrays.setAll(stripes, i -> new Stripe());
    }

    /** The capacity that takes at most a thirty-second part of the heap. */
    static long capacityOfThisHeap() {
        return Runtime.getRuntime().maxMemory() / SHARE / BYTES;
    }

    /**
     * The number of nonces that are stored. Removes those that have expired.
     *
     * @param now milliseconds since 1970
     */
    long size(long now) {
        long size = 0;
        for (Stripe each : stripes) {
            size += each.size(now);
        }
        return size;
    }

    private Stripe stripe(Nonce nonce) {
        return stripes[(int) nonce.id() & (STRIPES - 1)];
    }

    /** Whether the uses of the nonce are known. */
    boolean isStored(Nonce nonce) {
        return stripe(nonce).isStored(nonce);
    }

    /** Whether the nonce was used by this user. */
    boolean isUsedBy(Nonce nonce, int user) {
        return stripe(nonce).isUsedBy(nonce, user);
    }

    /** Counts a use; false if the count or the nonce cannot be used. */
    boolean use(Nonce nonce, int user, long number) {
        return stripe(nonce).use(nonce, user, number);
    }

    /** A share of the nonces, with a lock of its own. */
    private final class Stripe {

        private final NonceTable[] tables = new NonceTable[TABLES];
        private long floor = Long.MIN_VALUE;

        private int index(Nonce nonce) {
            return (int) Math.floorMod(nonce.created() / span, (long) TABLES);
        }

        synchronized boolean isStored(Nonce nonce) {
            NonceTable table = tables[index(nonce)];
            return table != null && table.find(nonce.id()) >= 0;
        }

        synchronized boolean isUsedBy(Nonce nonce, int user) {
            NonceTable table = tables[index(nonce)];
            int slot = table == null ? -1 : table.find(nonce.id());
            return slot >= 0 && table.user(slot) == user;
        }

        synchronized boolean use(Nonce nonce, int user, long number) {
            int slot = table(nonce).find(nonce.id());
            if (slot < 0 && nonce.created() <= floor) {
                return false;
            }
            if (slot < 0) {
                makeRoom(nonce);
                if (nonce.created() <= floor) {
                    return false;
                }
                slot = table(nonce).add(nonce, user);
            }
            return table(nonce).user(slot) == user && table(nonce).count(slot, number);
        }

        /** The table of a nonce; one with this index that is older has expired and is replaced. */
        private NonceTable table(Nonce nonce) {
            int index = index(nonce);
            long part = nonce.created() / span;
            if (tables[index] == null || tables[index].part() < part) {
                tables[index] = new NonceTable(part);
            }
            return tables[index];
        }

        /** The number of stored nonces after the expired ones are removed. */
        synchronized long size(long now) {
            long expired = now / span - PARTS - 1;
            long size = 0;
            for (int i = 0; i < TABLES; i++) {
                if (tables[i] != null && tables[i].part() < expired) {
                    tables[i] = null;
                }
                size += tables[i] == null ? 0 : tables[i].size();
            }
            return size;
        }

        private void makeRoom(Nonce nonce) {
            long size = size(nonce.created());
            int oldest = index(nonce);
            for (int i = 0; i < TABLES; i++) {
                if (tables[i] != null && tables[i].size() > 0) {
                    boolean isOlder = tables[oldest].size() == 0 || tables[i].part() < tables[oldest].part();
                    oldest = isOlder ? i : oldest;
                }
            }
            if (size >= capacity) {
                floor = Math.max(floor, tables[oldest].latest());
                tables[oldest] = null;
            }
        }
    }
}
