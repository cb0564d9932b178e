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
 * The door to everything that is known of presentities. Work on one presentity is done in turns, one after another in its
 * lane; its writes are committed by the journal together with those of others; then its effects follow, in the lane again.
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

    /** Takes its parts; {@link #start} must follow. */
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
     * Reads what was stored, as much as memory may hold, and all deadlines.
     *
     * @param expiry runs when something of a presentity may have expired: removes what has and tells whom it concerns
     * @param reread runs when a presentity was read again because a write was lost: its watchers may have seen too much
     * @return whose watchers may lack something since the last time
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
     * Names who is told when a publication of a presentity was saved, refreshed or removed and that is committed, and when
     * a presentity is read again because its rows were changed from outside. Called in the lane, so it must return at once.
     * One listener; to be set before {@link #start}.
     */
    public void onPublished(Consumer<Aor> listener) {
        this.onPublished = listener;
    }

    /**
     * Names who is told when an XCAP document was saved or removed and that is committed. Called in a turn of the document's
     * owner, behind the effects of the turn that wrote it. One listener; to be set before {@link #start}.
     */
    public void onDocument(BiConsumer<PresentityTransaction, DocumentChange> listener) {
        this.onDocument = listener;
    }

    /**
     * Names who is told when the documents of a presentity are read again because they were changed from outside: what was made
     * of them is outdated. Called in the lane, so it must return at once. To be set before {@link #start}.
     */
    public void onDocumentsForgotten(Consumer<Aor> listener) {
        onDocumentsForgotten.add(listener);
    }

    /**
     * Names who is told when contacts were registered, refreshed or removed and that is committed. Called in a turn of whom they
     * belong to, behind the effects of the turn that changed them. One listener; to be set before {@link #start}.
     */
    public void onRegistrations(BiConsumer<PresentityTransaction, List<RegistrationChange>> listener) {
        this.onRegistrations = listener;
    }

    /** Names who says which tenant a presentity belongs to; to be set before {@link #start}. */
    public void assignTenants(Function<Aor, String> pdomains) {
        memory.assignTenants(pdomains);
    }

    /**
     * Names who is told, after the commit, that a presentity has a subscription, which may be told again and again, and that it
     * has none any more. Called in the lane, so it must return at once. To be set before {@link #start}.
     */
    public void onWatched(BiConsumer<Aor, Boolean> listener) {
        onWatched.add(listener);
    }

    /**
     * Names who is told when subscriptions to a presentity were made, came into another state or ended, and that is committed: as
     * they are since, in the order in which it happened. Called in a turn of the presentity, behind the effects of the turn
     * that wrote it. One listener; to be set before {@link #start}.
     */
    public void onSubscriptionChanges(BiConsumer<PresentityTransaction, List<Subscription>> listener) {
        this.onSubscriptionChanges = listener;
    }

    /**
     * Names what says whether requests are served at all, and whether changes can be stored. Both are asked for each request by
     * any thread. To be set before {@link #start}.
     */
    public void admitWhile(BooleanSupplier requests, BooleanSupplier changes) {
        this.serving = requests;
        this.storing = changes;
    }

    /** Whether requests are served: false when the database belongs to another process. */
    public boolean isServing() {
        return serving.getAsBoolean();
    }

    /** Whether changes can be stored now. */
    public boolean isStoring() {
        return storing.getAsBoolean() && !journal.isStalled();
    }

    /**
     * Has every presentity of whom something is stored looked at once, as if something of it had expired, spread over some
     * time. After {@link #start}.
     *
     * @param perSecond how many, about
     */
    public void wakeAll(int perSecond) {
        deadlines.wakeAll(perSecond);
    }

    /**
     * Queues a turn.
     *
     * @param failed told in the lane if the presentity could not be read, and then the work does not run, or if the work threw
     */
    public void execute(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        run(
                aor,
                transaction -> {
                    try {
                        work.accept(transaction);
                    } catch (OutageException e) { // run() tells it
                        throw e;
                    } catch (RuntimeException e) { // whoever waits for the turn must hear of it
                        failed.accept(e);
                        throw e;
                    }
                },
                failed);
    }

    /**
     * As {@link #execute(Aor, Consumer, Consumer)}, for work that changes something: not begun while nothing can be stored, so that
     * what is in memory is kept and still served. Then {@code failed} is told at once, by an {@link OutageException}.
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
            } catch (OutageException e) { // the work has read more of the presentity
                unreadable.accept(e);
            }
        });
    }

    /** Queues a turn that has nobody to tell of a failure: it is tried again until all that it reads can be read. */
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

    /** Queues a turn on what the database holds now: memory is forgotten first, once all turns before are committed. */
    public void executeAfterReload(Aor aor, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        Consumer<PresentityTransaction> published = transaction -> {
            onPublished.accept(aor);
            work.accept(transaction);
        };
        executeAfter(memory::forget, aor, published, failed);
    }

    /** As {@link #executeAfterReload}, but only the XCAP documents of the presentity are forgotten. */
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
                return; // it could not be read again
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

    /** Whether the presentity's lane has so much to do that new requests should be refused for now. */
    public boolean isOverloaded(Aor aor) {
        return lanes.isFull(aor) || !isServing();
    }

    /** Whose subscription lives in this dialog; asks the database if memory does not hold everything. May block. */
    public Optional<Aor> locate(DialogId dialog) {
        return memory.locate(dialog);
    }

    /** Whose subscription has this id. May block. */
    public Optional<Aor> locate(String subscriptionId) {
        return memory.locate(subscriptionId);
    }

    /** Runs something later in the presentity's lane; lost when the server ends. */
    public void schedule(Duration delay, Aor aor, Consumer<PresentityTransaction> work) {
        deadlines.after(delay, () -> execute(aor, work));
    }

    public PresentityStore store() {
        return store;
    }

    ChangeSequence changeSequence() {
        return memory.changeSequence();
    }

    /** One page of presentities, of the database or, without one, of memory. May block. */
    public List<Aor> list(PresentityStore.Listing listing) {
        return memory.list(listing);
    }

    /** Stops the timers; turns that wait are still done by the lanes. */
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

    /** What follows from a turn outside of it. */
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

    /** What waits and what is held, for health and metrics. */
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
