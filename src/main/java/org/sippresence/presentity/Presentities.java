package org.sippresence.presentity;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sippresence.engine.Deadlines;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.OutageException;
import org.sippresence.model.Aor;
import org.sippresence.model.DialogId;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.subscription.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point to the state of all presentities. Work on one presentity runs in transactions, in order, in its lane. The journal
 * commits their writes together with those of other presentities; then the commit effects run in the lane again.
 */
public final class Presentities {

    private static final Logger LOG = LoggerFactory.getLogger(Presentities.class);
    private static final AtomicLong VERSIONS = new AtomicLong();
    private static final Duration SETTLE = Duration.ofMillis(20);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final Clock clock;
    private final Lanes lanes;
    private final Journal<Write> journal;
    private final PresentityMemory memory;
    private final PresentityStore store;
    private final Deadlines<Aor> deadlines;
    private final TransactionExecutor executor;
    private volatile Consumer<PresentityTransaction> onExpiry = transaction -> {};
    private volatile Consumer<PresentityTransaction> onReread = transaction -> {};
    private volatile Consumer<Aor> onPublished = aor -> {};
    private volatile BiConsumer<PresentityTransaction, List<RegistrationChange>> onRegistrations =
            (transaction, changes) -> {};
    private volatile BiConsumer<PresentityTransaction, DocumentChange> onDocument = (transaction, change) -> {};
    private volatile BiConsumer<PresentityTransaction, List<Subscription>> onSubscriptionChanges =
            (transaction, subscriptions) -> {};
    private final List<BiConsumer<Aor, Boolean>> onWatched = new CopyOnWriteArrayList<>();
    private final List<Consumer<Aor>> onDocumentsForgotten = new CopyOnWriteArrayList<>();
    private volatile BooleanSupplier serving = () -> true;
    private volatile BooleanSupplier storing = () -> true;

    /** Creates the component; {@link #start} must follow. */
    public Presentities(Clock clock, Lanes lanes, Journal<Write> journal, PresentityMemory memory) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.lanes = Objects.requireNonNull(lanes, "lanes");
        this.journal = Objects.requireNonNull(journal, "journal");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.store = memory.store();
        this.executor = new TransactionExecutor(clock, lanes, journal, memory, new Following());
        memory.evictIn(lanes::execute);
        this.deadlines = new Deadlines<>(clock, aor -> execute(aor, this::expire));
    }

    static long nextVersion() {
        return VERSIONS.incrementAndGet();
    }

    /**
     * Loads stored presentities up to the memory limit, and the deadlines of all.
     *
     * @param expiry runs when something of a presentity may have expired; removes what has and notifies the watchers
     * @param reread runs when a presentity was loaded again because a write was lost: its watchers may have seen uncommitted
     * state
     * @return the watchers that may not have received every change of the last run
     */
    public LaggingWatchers start(Consumer<PresentityTransaction> expiry, Consumer<PresentityTransaction> reread) {
        this.onExpiry = expiry;
        this.onReread = reread;
        LaggingWatchers lagging = store.lagging();
        changeSequence()
                .startAbove(Math.max(lagging.highest(), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant())));
        memory.warmUp(deadlines::wakeBy);
        return lagging;
    }

    /**
     * Sets the listener for committed changes of publications (saved, refreshed, removed) and for presentities that are reloaded
     * because their rows were changed externally. It is called in the lane and must not block. One listener; must be set before
     * {@link #start}.
     */
    public void onPublished(Consumer<Aor> listener) {
        this.onPublished = listener;
    }

    /**
     * Sets the listener for committed changes of XCAP documents. It is called in a transaction of the document's owner, after the
     * commit effects of the transaction that made the change. One listener; must be set before {@link #start}.
     */
    public void onDocument(BiConsumer<PresentityTransaction, DocumentChange> listener) {
        this.onDocument = listener;
    }

    /**
     * Adds a listener for presentities whose documents are reloaded because they were changed externally: anything derived from
     * them is stale. It is called in the lane and must not block. Must be added before {@link #start}.
     */
    public void onDocumentsForgotten(Consumer<Aor> listener) {
        onDocumentsForgotten.add(listener);
    }

    /**
     * Sets the listener for committed changes of contacts (registered, refreshed, removed). It is called in a transaction of the
     * address of record, after the commit effects of the transaction that made the change. One listener; must be set before
     * {@link #start}.
     */
    public void onRegistrations(BiConsumer<PresentityTransaction, List<RegistrationChange>> listener) {
        this.onRegistrations = listener;
    }

    /** Sets the function that maps a presentity to its tenant; must be set before {@link #start}. */
    public void assignTenants(Function<Aor, String> pdomains) {
        memory.assignTenants(pdomains);
    }

    /**
     * Adds a listener that is called after the commit with {@code true} if a presentity has a subscription, possibly repeatedly,
     * and with {@code false} if it has none any more. It is called in the lane and must not block. Must be added before
     * {@link #start}.
     */
    public void onWatched(BiConsumer<Aor, Boolean> listener) {
        onWatched.add(listener);
    }

    /**
     * Sets the listener for committed changes of subscriptions (created, changed in state, ended); it receives their new state in
     * the order of the changes. It is called in a transaction of the presentity, after the commit effects of the transaction that
     * made the change. One listener; must be set before {@link #start}.
     */
    public void onSubscriptionChanges(BiConsumer<PresentityTransaction, List<Subscription>> listener) {
        this.onSubscriptionChanges = listener;
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
        deadlines.wakeAll(perSecond);
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
            schedule(AGAIN, aor, work);
        });
    }

    /**
     * Queues a transaction on the current database state: discards the cached state once all earlier transactions are committed.
     */
    public void executeAfterReload(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        Consumer<PresentityTransaction> published = transaction -> {
            onPublished.accept(aor);
            work.accept(transaction);
        };
        executeAfter(memory::forget, aor, published, failed);
    }

    /** Queues a transaction like {@link #executeAfterReload}, but discards only the presentity's cached XCAP documents. */
    public void executeAfterDocumentReload(
            Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        executeAfter(memory::forgetDocuments, aor, work, failed);
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
                onDocumentsForgotten.forEach(each -> each.accept(aor));
                execute(aor, work, failed);
            } else {
                deadlines.after(SETTLE, () -> executeAfter(forgetting, aor, work, failed));
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
        deadlines.after(delay, () -> execute(aor, work));
    }

    public PresentityStore store() {
        return store;
    }

    ChangeSequence changeSequence() {
        return memory.changeSequence();
    }

    /** Returns one page of presentities from the database or, without one, from memory. May block. */
    public List<Aor> list(PresentityStore.Listing listing) {
        return memory.list(listing);
    }

    /** Stops the timers; the lanes still run queued transactions. */
    public void close() {
        deadlines.close();
    }

    private void expire(PresentityTransaction transaction) {
        if (!isStoring()) {
            deadlines.wakeBy(transaction.presentity(), transaction.now().plus(AGAIN));
            return;
        }
        onExpiry.accept(transaction);
        transaction.firstExpiry().ifPresent(next -> deadlines.wakeBy(transaction.presentity(), next));
    }

    /** Handles the consequences of a transaction outside of it. */
    private final class Following implements TransactionExecutor.Listener {

        @Override
        public void expires(Aor aor, Instant when) {
            deadlines.wakeBy(aor, when);
        }

        @Override
        public void committed(PresentityState state, CommittedChanges committed) {
            committed.watched(state).ifPresent(watched -> onWatched.forEach(each -> each.accept(state.aor, watched)));
            if (committed.published()) {
                onPublished.accept(state.aor);
            }
        }

        @Override
        public List<Consumer<PresentityTransaction>> effects(PresentityTransaction transaction) {
            if (transaction.documentChanges.isEmpty()
                    && transaction.registered.isEmpty()
                    && transaction.moved.isEmpty()) {
                return List.of();
            }
            List<Consumer<PresentityTransaction>> effects = new ArrayList<>(2);
            transaction
                    .documentChanges
                    .values()
                    .forEach(change -> effects.add(told -> onDocument.accept(told, change)));
            if (!transaction.registered.isEmpty()) {
                effects.add(told -> onRegistrations.accept(told, List.copyOf(transaction.registered)));
            }
            if (!transaction.moved.isEmpty()) {
                effects.add(told -> onSubscriptionChanges.accept(told, List.copyOf(transaction.moved)));
            }
            return effects;
        }

        @Override
        public void unread(Aor aor, PresentityTransaction.Cause cause, Consumer<PresentityTransaction> effect) {
            schedule(AGAIN, aor, transaction -> {
                transaction.ended.putAll(cause.ended());
                transaction.onCommit(effect);
            });
        }

        @Override
        public void discarded(Aor aor) {
            execute(aor, reread -> {
                onReread.accept(reread);
                Instant soon = reread.now().plus(AGAIN);
                reread.firstExpiry().ifPresent(next -> deadlines.wakeBy(aor, next.isAfter(soon) ? next : soon));
            });
        }
    }

    /** Returns queue lengths and cache sizes for health checks and metrics. */
    public Map<String, Long> gauges() {
        return Map.of(
                "lanes_waiting", (long) lanes.waiting(),
                "journal_waiting", (long) journal.waiting(),
                "presentities_in_memory", memory.size(),
                "presentities_only_watched", memory.onlyWatched().count(),
                "subscriptions_in_memory", (long) memory.dialogs().size(),
                "deadlines", (long) deadlines.count(),
                "timers", deadlines.timers());
    }
}
