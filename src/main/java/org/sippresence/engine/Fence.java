package org.sippresence.engine;

/**
 * Guards decisions that depend on uncommitted writes: once it is broken, the journal rejects every later entry that carries it. A
 * fence belongs to one load of its owner's rows; each reload creates a new one.
 */
public final class Fence {

    private volatile boolean broken;

    /** Returns whether a write that carried this fence has failed. */
    public boolean isBroken() {
        return broken;
    }

    /** Breaks the fence: entries that carry it are rejected from now on. */
    public void breakDown() {
        broken = true;
    }
}
