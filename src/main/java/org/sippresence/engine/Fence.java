package org.sippresence.engine;

/**
 * Guards what was decided on top of something that then could not be written: once broken, the journal refuses every entry
 * behind it. One fence belongs to one reading of its owner's rows; whoever reads them again takes a new one.
 */
public final class Fence {

    private volatile boolean broken;

    /** Whether something behind this fence was lost. */
    public boolean isBroken() {
        return broken;
    }

    /** From now on nothing that was decided behind this fence is written. */
    public void breakDown() {
        broken = true;
    }
}
