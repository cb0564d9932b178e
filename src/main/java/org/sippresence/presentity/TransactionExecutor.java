package org.sippresence.presentity;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes transactions in the presentity's lane: first the work, then the commit of its writes, then its effects, each as a
 * transaction of its own in the same lane. If the commit fails, the state is discarded (ADR 0003).
 */
record TransactionExecutor(
        Clock clock,
        Lanes lanes,
        Journal<Write> journal,
        PresentityMemory memory,
        TransactionExecutor.Listener listener) {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionExecutor.class);

    /** Receives the results of transactions, in the presentity's lane. */
    interface Listener {

        /** Called with the time at which something of a presentity expires. */
        void expires(Aor aor, Instant when);

        /** Called when the writes of a transaction are committed. */
        void committed(PresentityState state, CommittedChanges committed);

        /** Returns further effects of a committed transaction, to run after those that it registered itself. */
        List<Consumer<PresentityTransaction>> effects(PresentityTransaction transaction);

        /** Called when an effect could not load what it needs: it must run again later with the same cause. */
        void unread(Aor aor, PresentityTransaction.Cause cause, Consumer<PresentityTransaction> effect);

        /** Called when the state was discarded because its writes were lost. */
        void discarded(Aor aor);
    }

    /** Executes work that is no effect of another transaction. */
    void execute(PresentityState state, Consumer<PresentityTransaction> work) {
        execute(state, work, new PresentityTransaction.Cause());
    }

    private void execute(
            PresentityState state, Consumer<PresentityTransaction> work, PresentityTransaction.Cause cause) {
        PresentityTransaction transaction = new PresentityTransaction(state, memory, clock.instant(), cause);
        try {
            work.accept(transaction);
            transaction.close();
        } catch (RuntimeException e) {
            transaction.close();
            if (!transaction.writes.isEmpty()) { // memory holds an incomplete change
                state.fence.breakDown();
                rollBack(state, transaction);
            }
            transaction.closeChange();
            throw e;
        }
        if (transaction.earliestExpiry.isBefore(Instant.MAX)) {
            listener.expires(state.aor, transaction.earliestExpiry);
        }
        if (transaction.writes.isEmpty()) {
            runEffects(state, transaction, transaction.commitEffects);
            transaction.closeChange();
            release(state);
            return;
        }
        memory.onlyWatched().update(state);
        memory.pin(state);
        Journal.Outcome outcome = Journal.Outcome.of(
                () -> lanes.execute(state.aor, () -> runCommitEffects(state, transaction)),
                () -> lanes.execute(state.aor, () -> rollBack(state, transaction)));
        journal.submit(new Journal.Entry<>(transaction.writes, state.fence, outcome));
    }

    private void runCommitEffects(PresentityState state, PresentityTransaction transaction) {
        try {
            CommittedChanges committed = CommittedChanges.of(state, transaction.writes);
            memory.unpin(state);
            listener.committed(state, committed);
            runEffects(state, transaction, transaction.commitEffects);
            runEffects(state, transaction, listener.effects(transaction));
        } finally {
            transaction.closeChange(); // an open number would hold back the mark forever
        }
        release(state);
    }

    /** Runs each effect separately: an exception in one does not prevent the others. */
    private void runEffects(
            PresentityState state, PresentityTransaction transaction, List<Consumer<PresentityTransaction>> effects) {
        for (Consumer<PresentityTransaction> effect : effects) {
            try {
                execute(state, effect, transaction.causes());
            } catch (OutageException e) {
                LOG.debug("presentity={} an effect waits for the database: {}", state.aor, e.getMessage());
                listener.unread(state.aor, transaction.causes(), effect);
            } catch (RuntimeException e) {
                LOG.error("presentity={} an effect of a transaction failed", state.aor, e);
            }
        }
    }

    private void release(PresentityState state) {
        memory.releaseLargeParts(state);
        memory.forgetIfEmpty(state);
    }

    /** Discards the state, which holds uncommitted changes, so that it is loaded again. */
    private void rollBack(PresentityState state, PresentityTransaction transaction) {
        boolean first;
        try {
            first = memory.discard(state);
            transaction.failureEffects.forEach(Runnable::run);
        } finally {
            transaction.closeChange();
        }
        if (first) {
            listener.discarded(state.aor);
        }
    }
}
