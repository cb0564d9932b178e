package org.sippresence.engine;

import java.util.function.Consumer;

/** Whether this process is the one that may change what is stored and speak for it. Thread-safe. */
public interface Ownership {

    /** That of a process whose state nobody else can have. */
    Ownership CERTAIN = new Ownership() {
        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public boolean isLost() {
            return false;
        }

        @Override
        public void onLost(Consumer<String> listener) {
            // never happens
        }
    };

    /**
     * Whether it may be relied on now. False for a moment after the process was stopped for longer than its lease, until the
     * database has confirmed it. Costs a look at the monotonic clock.
     */
    boolean isHeld();

    /** Whether another process has taken over, for good. */
    boolean isLost();

    /**
     * Names who is told, once and on any thread, when another process has taken over.
     *
     * @param listener gets one line for the operator
     */
    void onLost(Consumer<String> listener);
}
