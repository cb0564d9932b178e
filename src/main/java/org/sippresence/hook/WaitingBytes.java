package org.sippresence.hook;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes wait on all TCP connections together: parts of messages, and what peers have not read. Thread-safe. */
final class WaitingBytes {

    private static final int PART_OF_HEAP = 8;

    private final long most;
    private final AtomicLong waiting = new AtomicLong();

    WaitingBytes(long most) {
        this.most = most;
    }

    static WaitingBytes forThisHeap() {
        return new WaitingBytes(Runtime.getRuntime().maxMemory() / PART_OF_HEAP);
    }

    /** More, or less if that is negative. */
    void add(long bytes) {
        waiting.addAndGet(bytes);
    }

    /** Whether there are more than there may be. */
    boolean isTooMuch() {
        return waiting.get() > most;
    }

    long waiting() {
        return waiting.get();
    }
}
