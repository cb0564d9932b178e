package org.sippresence.presentity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sippresence.engine.Deadlines;
import org.sippresence.model.Aor;

/** Executes transactions at a later time: when something expires, when data must be loaded again, and when work is retried. */
final class PresentityDeadlines implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Deadlines<Aor> deadlines;
    private final PresentityListeners listeners;
    private final BiConsumer<Aor, Consumer<PresentityTransaction>> executor;
    private final BooleanSupplier storing;

    /** @param storing whether changes can be stored now; expiry is postponed otherwise */
    PresentityDeadlines(
            Clock clock,
            PresentityListeners listeners,
            BiConsumer<Aor, Consumer<PresentityTransaction>> executor,
            BooleanSupplier storing) {
        this.deadlines = new Deadlines<>(clock, aor -> executor.accept(aor, this::expire));
        this.listeners = listeners;
        this.executor = executor;
        this.storing = storing;
    }

    private void expire(PresentityTransaction transaction) {
        if (!storing.getAsBoolean()) {
            wakeBy(transaction.presentity(), transaction.now().plus(RETRY));
            return;
        }
        listeners.expiry.forEach(each -> each.accept(transaction));
        transaction.firstExpiry().ifPresent(next -> wakeBy(transaction.presentity(), next));
    }

    /** Ensures an expiry check of the presentity at this time. */
    void wakeBy(Aor aor, Instant when) {
        deadlines.wakeBy(aor, when);
    }

    /** Schedules an expiry check for every presentity with a deadline, spread over time. */
    void wakeAll(int perSecond) {
        deadlines.wakeAll(perSecond);
    }

    /** Runs a task on the timer's thread; it must only pass work on. */
    void after(Duration delay, Runnable task) {
        deadlines.after(delay, task);
    }

    void schedule(Duration delay, Aor aor, Consumer<PresentityTransaction> work) {
        deadlines.after(delay, () -> executor.accept(aor, work));
    }

    /** Executes work again that could not load what it needs. */
    void retry(Aor aor, Consumer<PresentityTransaction> work) {
        schedule(RETRY, aor, work);
    }

    /** Loads a presentity again whose state was discarded because its writes were lost. */
    void reload(Aor aor) {
        executor.accept(aor, transaction -> {
            listeners.reload.forEach(each -> each.accept(transaction));
            Instant soon = transaction.now().plus(RETRY);
            transaction.firstExpiry().ifPresent(next -> wakeBy(aor, next.isAfter(soon) ? next : soon));
        });
    }

    int count() {
        return deadlines.count();
    }

    long timers() {
        return deadlines.timers();
    }

    @Override
    public void close() {
        deadlines.close();
    }
}
