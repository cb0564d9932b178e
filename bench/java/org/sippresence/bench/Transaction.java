package org.sippresence.bench;

/** A client transaction; the objects are used again. The links are the wheel's. */
final class Transaction {

    private static final int USUAL = 1_536;

    final int slot;
    final MessageBuffer message = new MessageBuffer(USUAL);
    int generation;
    int socket;
    long sentAt;
    long interval;
    long due;
    boolean open;
    LoadResponse owner = NOBODY;
    Transaction before = this;
    Transaction after = this;

    /** The owner of transactions that are not in use. */
    static final LoadResponse NOBODY = new LoadResponse() {
        @Override
        public void answered(Packet response, long sentAt) {
            // not in use
        }

        @Override
        public void timedOut() {
            // not in use
        }
    };

    Transaction(int slot) {
        this.slot = slot;
    }

    void linkBefore(Transaction other) {
        before = other.before;
        after = other;
        before.after = this;
        other.before = this;
    }

    void unlink() {
        before.after = after;
        after.before = before;
        before = this;
        after = this;
    }
}
