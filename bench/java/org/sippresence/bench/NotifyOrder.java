package org.sippresence.bench;

/**
 * The order of the NOTIFYs of one dialog (RFC 3261 section 12.2.2): which numbers were there already, within 64 of the highest
 * one. Not thread-safe.
 */
final class NotifyOrder {

    /** The meaning of a NOTIFY's CSeq. */
    enum Place {
        /** Higher than all before. */
        NEXT,
        /** Seen before, in the same transaction: the response was late or lost. */
        RETRANSMITTED,
        /** Seen before, in another transaction. */
        DUPLICATE,
        /** Not seen before, but after a higher one. */
        REORDERED
    }

    private static final int WINDOW = Long.SIZE;

    private long highest = -1;
    private long seen;
    private int branch;

    /**
     * Records the CSeq of a NOTIFY.
     *
     * @param branchHash of its transaction
     */
    Place take(long cseq, int branchHash) {
        long ahead = cseq - highest;
        if (highest < 0 || ahead > 0) {
            seen = highest < 0 || ahead >= WINDOW ? 1 : seen << ahead | 1;
            highest = cseq;
            branch = branchHash;
            return Place.NEXT;
        }
        long bit = -ahead < WINDOW ? 1L << -ahead : 0;
        if (bit == 0 || (seen & bit) != 0) {
            return ahead == 0 && branchHash != branch ? Place.DUPLICATE : Place.RETRANSMITTED;
        }
        seen |= bit;
        return Place.REORDERED;
    }

    /** The highest number so far; -1: none. */
    long highest() {
        return highest;
    }
}
