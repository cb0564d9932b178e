package org.sippresence.presentity.memory;

import java.util.OptionalLong;

/**
 * Counts the NOTIFYs of one subscription. Numbers are reserved in the database in blocks before they are used, so that
 * after a crash counting goes on above all that were used. Confined to the presentity's lane.
 */
public final class SequenceCounter {

    /** So many NOTIFYs share one write. */
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

    /** For a NOTIFY outside any stored subscription: a fetch. */
    public static SequenceCounter fresh() {
        return new SequenceCounter(new SequenceNumbers(0, 0));
    }

    /** The next CSeq, if one is reserved, and with it a number for the document that the NOTIFY may carry. */
    public OptionalLong next() {
        if (last >= reserved || version >= reservedVersion) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(++last);
    }

    /** The next CSeq of a subscription whose row is gone, so that no reservation is needed. */
    public long nextOfEnded() {
        return ++last;
    }

    /** The number of the next document, from 0; to be asked once for each NOTIFY that carries one. */
    public long document() {
        unbroken = true;
        return version++;
    }

    /** Whether the watcher has all documents before the next one: none was lost, and the server has not been restarted since. */
    public boolean isUnbroken() {
        return unbroken;
    }

    /** A document may not have reached its watcher. */
    public void missed() {
        unbroken = false;
    }

    /** The CSeq of the last NOTIFY. */
    public long last() {
        return last;
    }

    /** What a write should reserve. */
    public SequenceNumbers block() {
        return new SequenceNumbers(last + BLOCK, version + BLOCK);
    }

    /** A reservation was committed. */
    public void reserved(SequenceNumbers counters) {
        reserved = Math.max(reserved, counters.localCSeq());
        reservedVersion = Math.max(reservedVersion, counters.version());
    }
}
