package org.sippresence.bench;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Non-INVITE client transactions over UDP (RFC 3261 section 17.1.2): timer E at 500 ms, doubling up to 4 s, timer F at 32 s. At
 * most {@value #MOST} at a time, each with its message of about 1.5 KB. Not thread-safe.
 */
final class LoadTransactions {

    static final int MOST = 262_144;

    private static final long T1 = 500_000_000L;
    private static final long T2 = 4_000_000_000L;
    private static final long TIMER_F = 64 * T1;
    private static final String COOKIE = "z9hG4bK";

    private final LoadSocket wire;
    private final byte[] branch;
    private final LoadTimers wheel = new LoadTimers(System.nanoTime());
    private final List<Transaction> all = new ArrayList<>();
    private final Deque<Transaction> free = new ArrayDeque<>();
    private int open;
    private long retransmissions;

    /**
     * @param run distinguishes the branches of this run from those of others
     */
    LoadTransactions(LoadSocket wire, String run) {
        this.wire = wire;
        branch = MessageBuffer.ascii(COOKIE + run + '.');
    }

    boolean room() {
        return open < MOST;
    }

    int open() {
        return open;
    }

    /** Messages sent again since the last call. */
    long takeRetransmissions() {
        long taken = retransmissions;
        retransmissions = 0;
        return taken;
    }

    /**
     * A new transaction: its message is empty, to be written and then {@linkplain #send sent}.
     *
     * @throws IllegalStateException without {@link #room()}
     */
    Transaction begin(int socket, LoadResponse owner) {
        if (!room()) {
            throw new IllegalStateException("more than " + MOST + " transactions");
        }
        Transaction transaction = free.isEmpty() ? grown() : free.pop();
        transaction.generation++;
        transaction.socket = socket;
        transaction.owner = owner;
        transaction.message.clear();
        return transaction;
    }

    private Transaction grown() {
        Transaction made = new Transaction(all.size());
        all.add(made);
        return made;
    }

    /** Puts the topmost Via after the request line, both without the line's end. */
    void putVia(Transaction transaction) {
        long number = (long) transaction.generation * MOST + transaction.slot;
        transaction
                .message
                .put(LoadText.VERSION)
                .put(wire.sentBy(transaction.socket))
                .put(LoadText.BRANCH);
        transaction.message.put(branch).put(number);
    }

    void send(Transaction transaction) {
        transaction.sentAt = System.nanoTime();
        transaction.interval = T1;
        transaction.due = transaction.sentAt + T1;
        transaction.open = true;
        open++;
        wheel.set(transaction);
        wire.send(transaction.socket, transaction.message);
    }

    /** Processes a response; ignores it if its transaction has ended. */
    void response(Packet response) {
        long number = response.branchNumber(branch);
        int slot = (int) (number % MOST);
        if (number < 0 || slot >= all.size()) {
            return;
        }
        Transaction transaction = all.get(slot);
        if (!transaction.open || transaction.generation != number / MOST) {
            return;
        }
        if (response.status() < 200) {
            transaction.interval = T2;
            return;
        }
        LoadResponse owner = transaction.owner;
        end(transaction);
        owner.answered(response, transaction.sentAt);
    }

    private void end(Transaction transaction) {
        transaction.open = false;
        transaction.owner = Transaction.NOBODY;
        transaction.unlink();
        free.push(transaction);
        open--;
    }

    /** Retransmits requests that are due, and ends transactions at timer F. */
    void tick(long now) {
        wheel.expire(now, transaction -> due(transaction, now));
    }

    private void due(Transaction transaction, long now) {
        if (now - transaction.sentAt >= TIMER_F) {
            LoadResponse owner = transaction.owner;
            end(transaction);
            owner.timedOut();
            return;
        }
        retransmissions++;
        wire.send(transaction.socket, transaction.message);
        transaction.interval = Math.min(T2, transaction.interval * 2);
        transaction.due = Math.min(now + transaction.interval, transaction.sentAt + TIMER_F);
        wheel.set(transaction);
    }
}
