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
 * Executes a turn in the presentity's lane: the work, then the commit of what it writes, then its effects, each as a turn of its own
 * in the same lane. If the commit fails the state is thrown away (ADR 0003).
 */
record TurnExecutor(
        Clock clock, Lanes lanes, Journal<Write> journal, PresentityMemory memory, TurnExecutor.Listener listener) {

    private static final Logger LOG = LoggerFactory.getLogger(TurnExecutor.class);

    /** Told in the presentity's lane. */
    interface Listener {

        /** Something of a presentity expires at this time. */
        void expires(Aor aor, Instant when);

        /** The writes of a turn are in the database. */
        void committed(PresentityState state, Committed committed);

        /** What follows from a committed turn, behind the effects that it named itself. */
        List<Consumer<Turn>> effects(Turn turn);

        /** An effect could not read what it needs: it runs again later, going on with the same cause. */
        void unread(Aor aor, Turn.Cause cause, Consumer<Turn> effect);

        /** The state was thrown away because its writes were lost. */
        void discarded(Aor aor);
    }

    /** Runs work that is no effect of another turn. */
    void execute(PresentityState state, Consumer<Turn> work) {
        execute(state, work, new Turn.Cause());
    }

    private void execute(PresentityState state, Consumer<Turn> work, Turn.Cause cause) {
        Turn turn = new Turn(state, memory, clock.instant(), cause);
        try {
            work.accept(turn);
            turn.close();
        } catch (RuntimeException e) {
            turn.close();
            if (!turn.writes.isEmpty()) { // memory holds half a change
                state.fence.breakDown();
                undo(state, turn);
            }
            turn.closeDemand();
            throw e;
        }
        if (turn.earliestExpiry.isBefore(Instant.MAX)) {
            listener.expires(state.aor, turn.earliestExpiry);
        }
        if (turn.writes.isEmpty()) {
            runEffects(state, turn, turn.commitEffects);
            turn.closeDemand();
            tidy(state);
            return;
        }
        memory.onlyWatched().update(state);
        memory.pin(state);
        Journal.Outcome outcome = Journal.Outcome.of(
                () -> lanes.execute(state.aor, () -> finish(state, turn)),
                () -> lanes.execute(state.aor, () -> undo(state, turn)));
        journal.submit(new Journal.Entry<>(turn.writes, state.fence, outcome));
    }

    private void finish(PresentityState state, Turn turn) {
        try {
            Committed committed = Committed.of(state, turn.writes);
            memory.unpin(state);
            listener.committed(state, committed);
            runEffects(state, turn, turn.commitEffects);
            runEffects(state, turn, listener.effects(turn));
        } finally {
            turn.closeDemand(); // an open one would hold the mark for good
        }
        tidy(state);
    }

    /** Each for itself: what one of them meets must not keep the others from being done. */
    private void runEffects(PresentityState state, Turn turn, List<Consumer<Turn>> effects) {
        for (Consumer<Turn> effect : effects) {
            try {
                execute(state, effect, turn.causes());
            } catch (OutageException e) {
                LOG.debug("presentity={} an effect waits for the database: {}", state.aor, e.getMessage());
                listener.unread(state.aor, turn.causes(), effect);
            } catch (RuntimeException e) {
                LOG.error("presentity={} an effect of a turn failed", state.aor, e);
            }
        }
    }

    private void tidy(PresentityState state) {
        memory.forgetWhatIsLarge(state);
        memory.forgetIfEmpty(state);
    }

    /** The state holds what was never written: it is thrown away and read again. */
    private void undo(PresentityState state, Turn turn) {
        boolean first;
        try {
            first = memory.discard(state);
            turn.failureEffects.forEach(Runnable::run);
        } finally {
            turn.closeDemand();
        }
        if (first) {
            listener.discarded(state.aor);
        }
    }
}
