package org.sippresence.hook;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The number of bytes that wait on all TCP connections together: parts of messages, and bytes that peers have not read.
 * Thread-safe.
 */
final class WaitingBytes {

    private static final int PART_OF_HEAP = 8;

    private final long limit;
    private final AtomicLong waiting = new AtomicLong();

    WaitingBytes(long limit) {
        this.limit = limit;
    }

    static WaitingBytes forThisHeap() {
        return new WaitingBytes(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** Adds bytes; a negative number subtracts. */
    void add(long bytes) {
        waiting.addAndGet(bytes);
    }

    /** Whether the bound is exceeded. */
    boolean isOverLimit() {
        return waiting.get() > limit;
    }

    long waiting() {
        return waiting.get();
    }
}
