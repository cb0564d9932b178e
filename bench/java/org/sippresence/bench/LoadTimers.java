package org.sippresence.bench;

import java.util.function.Consumer;

/**
 * Deadlines of transactions, to ten milliseconds: set and removed in constant time. Not thread-safe.
 */
final class LoadTimers {

    private static final long TICK = 10_000_000L;
    private static final int SLOTS = 1_024;

    private final Transaction[] slots = new Transaction[SLOTS];
    private long tick;

    LoadTimers(long now) {
        tick = now / TICK;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Transaction(-1);
        }
    }

    /** Sets the deadline {@code due} of a transaction, at most ten seconds from now. */
    void set(Transaction transaction) {
        transaction.unlink();
        long at = Math.max(tick + 1, transaction.due / TICK + 1);
        transaction.linkBefore(slots[(int) (at % SLOTS)]);
    }

    /** Hands over those whose deadline has passed. */
    void expire(long now, Consumer<Transaction> expired) {
        long until = now / TICK;
        if (until - tick > SLOTS) {
            tick = until - SLOTS;
        }
        while (tick < until) {
            tick++;
            Transaction slot = slots[(int) (tick % SLOTS)];
            Transaction each = slot.after;
            while (each != slot) {
                Transaction following = each.after;
                if (each.due <= now) {
                    each.unlink();
                    expired.accept(each);
                }
                each = following;
            }
        }
    }
}
