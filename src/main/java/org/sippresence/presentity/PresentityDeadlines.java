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
final class PresentityDeadlines {

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** The times of expiry checks, one for each presentity. */
    final Deadlines<Aor> timer;

    private final PresentityListeners listeners;
    private final BiConsumer<Aor, Consumer<PresentityTransaction>> executor;
    private final BooleanSupplier storing;

    /** @param storing whether changes can be stored now; expiry is postponed otherwise */
    PresentityDeadlines(
            Clock clock,
            PresentityListeners listeners,
            BiConsumer<Aor, Consumer<PresentityTransaction>> executor,
            BooleanSupplier storing) {
        this.timer = new Deadlines<>(clock, aor -> executor.accept(aor, this::expire));
        this.listeners = listeners;
        this.executor = executor;
        this.storing = storing;
    }

    private void expire(PresentityTransaction transaction) {
        if (!storing.getAsBoolean()) {
            timer.wakeBy(transaction.presentity(), transaction.now().plus(RETRY));
            return;
        }
        listeners.expiry.forEach(each -> each.accept(transaction));
        transaction.firstExpiry().ifPresent(next -> timer.wakeBy(transaction.presentity(), next));
    }

    void schedule(Duration delay, Aor aor, Consumer<PresentityTransaction> work) {
        timer.after(delay, () -> executor.accept(aor, work));
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
            transaction.firstExpiry().ifPresent(next -> timer.wakeBy(aor, next.isAfter(soon) ? next : soon));
        });
    }
}
