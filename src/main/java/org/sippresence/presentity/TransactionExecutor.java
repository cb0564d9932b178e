package org.sippresence.presentity;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.OutageException;
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
        PresentityListeners listeners,
        PresentityDeadlines deadlines) {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionExecutor.class);

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
            deadlines.timer.wakeBy(state.aor, transaction.earliestExpiry);
        }
        if (transaction.writes.isEmpty()) {
            runEffects(state, transaction, transaction.commitEffects);
            transaction.closeChange();
            release(state);
            return;
        }
        memory.counts.update(state);
        memory.pin(state);
        journal.submit(new Journal.Entry<>(
                transaction.writes,
                state.fence,
                () -> lanes.execute(state.aor, () -> runCommitEffects(state, transaction)),
                () -> lanes.execute(state.aor, () -> rollBack(state, transaction))));
    }

    private void runCommitEffects(PresentityState state, PresentityTransaction transaction) {
        try {
            releaseReserved(state, transaction.writes);
            memory.unpin(state);
            listeners.committed(state, transaction.writes);
            runEffects(state, transaction, transaction.commitEffects);
            runEffects(state, transaction, listeners.effects(transaction));
        } finally {
            transaction.closeChange(); // an open number would hold back the mark forever
        }
        release(state);
    }

    /** Makes the reserved sequence numbers usable for their subscriptions. */
    private static void releaseReserved(PresentityState state, List<Write> writes) {
        for (Write write : writes) {
            if (write instanceof Write.SaveSubscription saved) {
                state.subscription(saved.subscription().id())
                        .ifPresent(compact -> compact.numbering().reserved(saved.reserved()));
            }
        }
    }

    /** Runs each effect separately: an exception in one does not prevent the others. */
    private void runEffects(
            PresentityState state, PresentityTransaction transaction, List<Consumer<PresentityTransaction>> effects) {
        for (Consumer<PresentityTransaction> effect : effects) {
            try {
                execute(state, effect, transaction.causes());
            } catch (OutageException e) {
                LOG.debug("presentity={} an effect waits for the database: {}", state.aor, e.getMessage());
                PresentityTransaction.Cause cause = transaction.causes();
                deadlines.retry(state.aor, retry -> {
                    retry.ended.putAll(cause.ended());
                    retry.onCommit(effect);
                });
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
            deadlines.reload(state.aor);
        }
    }
}
