package org.sippresence.engine;

import java.util.function.Consumer;

/** The right of this process to change the stored state and to act on it. Thread-safe. */
public interface Ownership {

    /** Ownership of a process whose state no other process can use. */
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
            // listeners are never called
        }
    };

    /**
     * Returns whether the ownership is valid now. It is false for a moment after the process was suspended for longer than its
     * lease, until the database has confirmed the lease. Costs one read of the monotonic clock.
     */
    boolean isHeld();

    /** Returns whether another process has taken over permanently. */
    boolean isLost();

    /**
     * Adds a listener that is called once, on any thread, when another process has taken over.
     *
     * @param listener receives one line for the operator
     */
    void onLost(Consumer<String> listener);
}
