package org.sippresence.presentity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point to the state of all presentities. Work on one presentity runs in transactions, in order, in its lane. The journal
 * commits their writes together with those of other presentities; then the commit effects run in the lane again.
 */
public final class Presentities {

    private static final Logger LOG = LoggerFactory.getLogger(Presentities.class);

    /** Delay before the next check whether a presentity's writes are committed, so that it can be loaded again. */
    private static final Duration RELOAD_DELAY = Duration.ofMillis(20);

    private final Clock clock;
    private final Lanes lanes;
    private final Journal<Write> journal;
    private final PresentityMemory memory;
    private final PresentityListeners listeners = new PresentityListeners();
    private final PresentityDeadlines deadlines;
    private final TransactionExecutor executor;
    private volatile BooleanSupplier serving = () -> true;
    private volatile BooleanSupplier storing = () -> true;

    /** Creates the component; {@link #start} must follow. */
    public Presentities(Clock clock, Lanes lanes, Journal<Write> journal, PresentityMemory memory) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.deadlines = new PresentityDeadlines(clock, listeners, this::execute, this::isStoring);
        this.executor = new TransactionExecutor(clock, lanes, journal, memory, listeners, deadlines);
        memory.evictIn(lanes::execute);
    }

    /** Returns the listeners for changes, to which others are added. */
    public PresentityListeners listeners() {
        return listeners;
    }

    /**
     * Loads stored presentities up to the memory limit, and the deadlines of all.
     *
     * @return the watchers that may not have received every change of the last run
     */
    public LaggingWatchers start() {
        LaggingWatchers lagging = memory.store.lagging();
        memory.changeSequence.startAbove(
                Math.max(lagging.highest(), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())));
        memory.warmUp(deadlines.timer::wakeBy);
        return lagging;
    }

    /**
     * Sets the conditions under which requests are served and changes can be stored. Both are evaluated for each request, on any
     * thread. Must be set before {@link #start}.
     */
    public void admitWhile(BooleanSupplier requests, BooleanSupplier changes) {
        this.serving = requests;
        this.storing = changes;
    }

    /** Returns whether requests are served; false while another process owns the database. */
    public boolean isServing() {
        return serving.getAsBoolean();
    }

    /** Returns whether changes can be stored now. */
    public boolean isStoring() {
        return storing.getAsBoolean() && !journal.isStalled();
    }

    /**
     * Schedules an expiry check for every stored presentity, spread over time. Must be called after {@link #start}.
     *
     * @param perSecond approximate number of presentities checked each second
     */
    public void wakeAll(int perSecond) {
        deadlines.timer.wakeAll(perSecond);
    }

    /**
     * Queues a transaction.
     *
     * @param failed called in the lane if the presentity could not be loaded, in which case the work does not run, or if the work
     * threw an exception
     */
    public void execute(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        run(
                aor,
                transaction -> {
                    try {
                        work.accept(transaction);
                    } catch (OutageException e) { // reported by run()
                        throw e;
                    } catch (RuntimeException e) { // report to the caller
                        failed.accept(e);
                        throw e;
                    }
                },
                failed);
    }

    /**
     * Queues a transaction that changes something, like {@link #execute(Aor, Consumer, Consumer)}. It is rejected while changes
     * cannot be stored, so that cached state stays intact and is still served; {@code failed} is then called immediately with an
     * {@link OutageException}.
     */
    public void executeChange(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        if (!refuses(failed)) {
            execute(aor, work, failed);
        }
    }

    /**
     * Reads a value in a transaction. The future is completed in the lane; it fails with the exception if the presentity could
     * not be loaded or the work threw one.
     */
    public <T> CompletableFuture<T> read(Aor aor, Function<PresentityTransaction, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(aor, transaction -> result.complete(work.apply(transaction)), result::completeExceptionally);
        return result;
    }

    /**
     * Changes something in a transaction like {@link #executeChange}. The future is completed in the lane, after the commit where
     * something was written; it fails with an {@link UncheckedIOException} if that could not be written.
     */
    public <T> CompletableFuture<T> change(Aor aor, Function<PresentityTransaction, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executeChange(aor, completing(result, work), result::completeExceptionally);
        return result;
    }

    private static <T> Consumer<PresentityTransaction> completing(
            CompletableFuture<T> result, Function<PresentityTransaction, T> work) {
        return transaction -> {
            T value = work.apply(transaction);
            transaction.onCommit(later -> result.complete(value));
            transaction.onFailure(() -> result.completeExceptionally(
                    new UncheckedIOException(new IOException("the change could not be written"))));
        };
    }

    private boolean refuses(Consumer<RuntimeException> failed) {
        boolean refused = !isStoring();
        if (refused) {
            failed.accept(new OutageException("changes cannot be stored now"));
        }
        return refused;
    }

    private void run(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> unreadable) {
        lanes.execute(aor, () -> {
            PresentityState state;
            try {
                state = memory.get(aor);
            } catch (UncheckedIOException | MemoryFullException e) {
                unreadable.accept(e);
                return;
            }
            try {
                executor.execute(state, work);
            } catch (OutageException e) { // the work has loaded more of the presentity
                unreadable.accept(e);
            }
        });
    }

    /** Queues a transaction without a failure callback: it is retried until everything that it needs can be loaded. */
    public void execute(Aor aor, Consumer<PresentityTransaction> work) {
        run(aor, work, failure -> {
            if (failure instanceof OutageException) {
                LOG.debug("presentity={} could not be read, trying again: {}", aor, failure.getMessage());
            } else {
                LOG.warn("presentity={} could not be read, trying again: {}", aor, failure.toString());
            }
            deadlines.retry(aor, work);
        });
    }

    /**
     * Changes something like {@link #change}, on the current state of the database: discards the cached state once all earlier
     * transactions are committed.
     */
    public <T> CompletableFuture<T> reload(Aor aor, Function<PresentityTransaction, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Consumer<PresentityTransaction> published = transaction -> listeners.published(aor);
        executeAfter(memory::forget, aor, published.andThen(completing(result, work)), result::completeExceptionally);
        return result;
    }

    /** Changes something like {@link #reload}, but discards only the presentity's cached XCAP documents. */
    public <T> CompletableFuture<T> reloadDocuments(Aor aor, Function<PresentityTransaction, T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executeAfter(memory::forgetDocuments, aor, completing(result, work), result::completeExceptionally);
        return result;
    }

    private void executeAfter(
            Predicate<Aor> forgetting,
            Aor aor,
            Consumer<PresentityTransaction> work,
            Consumer<RuntimeException> failed) {
        lanes.execute(aor, () -> {
            if (refuses(failed)) {
                return; // cannot be reloaded now
            }
            boolean forgotten;
            try {
                forgotten = forgetting.test(aor);
            } catch (UncheckedIOException e) {
                failed.accept(e);
                return;
            }
            if (forgotten) {
                listeners.documentsForgotten.forEach(each -> each.accept(aor));
                execute(aor, work, failed);
            } else {
                deadlines.timer.after(RELOAD_DELAY, () -> executeAfter(forgetting, aor, work, failed));
            }
        });
    }

    /** Returns whether new requests should be rejected because the presentity's lane is full or requests are not served. */
    public boolean isOverloaded(Aor aor) {
        return lanes.isFull(aor) || !isServing();
    }

    /** Returns the presentity of the subscription in this dialog; queries the database if memory is incomplete. May block. */
    public Optional<Aor> locate(DialogId dialog) {
        return memory.locate(dialog);
    }

    /** Returns the presentity of the subscription with this id. May block. */
    public Optional<Aor> locate(String subscriptionId) {
        return memory.locate(subscriptionId);
    }

    /** Runs work in the presentity's lane after a delay; lost when the server ends. */
    public void schedule(Duration delay, Aor aor, Consumer<PresentityTransaction> work) {
        deadlines.schedule(delay, aor, work);
    }

    public PresentityStore store() {
        return memory.store;
    }

    ChangeSequence changeSequence() {
        return memory.changeSequence;
    }

    /** Returns one page of presentities from the database or, without one, from memory. May block. */
    public List<Aor> list(PresentityStore.Listing listing) {
        return memory.list(listing);
    }

    /** Stops the timers; the lanes still run queued transactions. */
    public void close() {
        deadlines.timer.close();
    }

    /** Returns queue lengths and cache sizes for health checks and metrics. */
    public Map<String, Long> gauges() {
        return Map.of(
                "lanes_waiting", (long) lanes.waiting(),
                "journal_waiting", (long) journal.waiting(),
                "presentities_in_memory", memory.size(),
                "presentities_only_watched", memory.counts.total(Countable.ONLY_WATCHED),
                "subscriptions_in_memory", (long) memory.dialogs.size(),
                "deadlines", (long) deadlines.timer.count(),
                "timers", deadlines.timer.timers());
    }
}
