package org.sippresence.presentity.memory;

import java.util.OptionalLong;

/**
 * Counter for the NOTIFYs of one subscription. Numbers are reserved in the database in blocks before use, so that after a crash
 * counting continues above all used numbers. Confined to the presentity's lane.
 */
public final class SequenceCounter {

    /** Number of NOTIFYs for each reservation. */
    static final int BLOCK = 100;

    private long last;
    private long version;
    private long reserved;
    private long reservedVersion;
    private boolean unbroken;

    public SequenceCounter(SequenceNumbers stored) {
        this.last = stored.localCSeq();
        this.reserved = stored.localCSeq();
        this.version = stored.version();
        this.reservedVersion = stored.version();
    }

    /** Creates the counter for a NOTIFY without a stored subscription (fetch). */
    public static SequenceCounter fresh() {
        return new SequenceCounter(new SequenceNumbers(0, 0));
    }

    /** Returns the next CSeq if a CSeq and a document number are reserved for it. */
    public OptionalLong next() {
        if (last >= reserved || version >= reservedVersion) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(++last);
    }

    /** Returns the next CSeq of a subscription whose row is removed, so that no reservation is needed. */
    public long nextOfEnded() {
        return ++last;
    }

    /** Returns the number of the next document, from 0; must be called once for each NOTIFY with a document. */
    public long document() {
        unbroken = true;
        return version++;
    }

    /** Returns whether the watcher has all earlier documents: none was lost, and the server has not been restarted since. */
    public boolean isUnbroken() {
        return unbroken;
    }

    /** Records that a document may not have reached its watcher. */
    public void missed() {
        unbroken = false;
    }

    /** Returns the CSeq of the last NOTIFY. */
    public long last() {
        return last;
    }

    /** Returns the block that the next write should reserve. */
    public SequenceNumbers block() {
        return new SequenceNumbers(last + BLOCK, version + BLOCK);
    }

    /** Records a committed reservation. */
    public void reserved(SequenceNumbers counters) {
        reserved = Math.max(reserved, counters.localCSeq());
        reservedVersion = Math.max(reservedVersion, counters.version());
    }
}
