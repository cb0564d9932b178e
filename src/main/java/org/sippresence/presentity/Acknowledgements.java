package org.sippresence.presentity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.engine.Fence;
import org.sippresence.engine.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Persists how far watchers have acknowledged their NOTIFYs: one mark below the oldest outstanding change number, and a list of
 * the slow subscriptions, which are excluded from the mark so that they do not hold it back. Writes only when something has
 * changed. Thread-safe.
 */
public final class Acknowledgements implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    /** The id of the mark; no subscription has this id. */
    public static final String ALL = "all";

    private static final Duration PERIOD = Duration.ofMillis(100);

    /** Number of flushes after which an outstanding subscription is listed as slow; longer than most round trips to a watcher. */
    static final int SLOW = 4;

    private static final int MOST_LISTED = 10_000;
    private static final Duration LAST_FLUSH = Duration.ofSeconds(2);

    private final ChangeSequence changes;
    private final Journal<Write> journal;
    private final Consumer<ObjLongConsumer<String>> outstanding;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.single("acknowledgements"));

    /**
     * The newest change numbers at the last {@link #SLOW} flushes, oldest first; what is outstanding since the first one is slow.
     */
    private final long[] newest = new long[SLOW];

    private volatile long mark;
    private volatile Set<String> listed = Set.of();
    private boolean underWay;
    private boolean started;

    /**
     * Creates the component; nothing is written before {@link #start}.
     *
     * @param outstanding passes on each subscription with unacknowledged changes, and the first change number that its watcher has
     * not acknowledged
     */
    public Acknowledgements(
            Presentities presentities, Journal<Write> journal, Consumer<ObjLongConsumer<String>> outstanding) {
        this.changes = presentities.changeSequence();
        this.journal = Objects.requireNonNull(journal, "journal");
        this.outstanding = Objects.requireNonNull(outstanding, "outstanding");
    }

    /**
     * Starts periodic flushes from the stored state. Must be called after the lagging watchers have been notified, so that
     * everything outstanding is known.
     */
    public void start(LaggingWatchers stored) {
        startAt(stored);
        ScheduledFuture<?> unused = timer.scheduleWithFixedDelay(
                this::flushQuietly, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized void startAt(LaggingWatchers stored) {
        mark = stored.mark();
        listed = stored.listed();
        started = true;
    }

    /** Returns whether a watcher has not acknowledged everything, or whether that state is not stored yet. */
    public boolean isBehind() {
        return mark < changes.last() || !listed.isEmpty();
    }

    private void flushQuietly() {
        try {
            flush();
        } catch (RuntimeException e) { // an exception would cancel the periodic task
            LOG.error("acknowledgements could not be collected", e);
        }
    }

    /** Writes the mark and the list of slow subscriptions if they have changed. */
    synchronized void flush() {
        if (underWay || !started) {
            return;
        }
        long slowUpTo = newest[0];
        System.arraycopy(newest, 1, newest, 0, SLOW - 1);
        newest[SLOW - 1] = changes.last();
        write(slowUpTo, Math.min(newest[SLOW - 1], changes.floor()));
    }

    /**
     * Writes the mark and the list of slow subscriptions if they have changed.
     *
     * @param slowUpTo subscriptions that wait since this change number or an older one are listed
     * @param highest the upper bound of the mark: changes above it may not be in an outbox yet
     */
    private void write(long slowUpTo, long highest) {
        long[] reached = {highest};
        Set<String> slow = new HashSet<>();
        List<Write> writes = new ArrayList<>(1);
        outstanding.accept((subscription, since) -> {
            if (since > slowUpTo || slow.size() >= MOST_LISTED) {
                reached[0] = Math.min(reached[0], since - 1);
            } else {
                slow.add(subscription);
                if (!listed.contains(subscription)) {
                    writes.add(new Write.SaveMark(subscription, since - 1));
                }
            }
        });
        for (String each : listed) {
            if (!slow.contains(each)) {
                writes.add(new Write.RemoveMark(each));
            }
        }
        if (reached[0] > mark) {
            writes.add(new Write.SaveMark(ALL, reached[0]));
        }
        if (!writes.isEmpty()) {
            submit(writes, Math.max(mark, reached[0]), slow);
        }
    }

    private void submit(List<Write> writes, long reached, Set<String> slow) {
        underWay = true;
        journal.submit(
                new Journal.Entry<>(writes, new Fence(), () -> finish(reached, slow), () -> finish(mark, listed)));
    }

    private synchronized void finish(long reached, Set<String> slow) {
        mark = reached;
        listed = slow;
        underWay = false;
        notifyAll();
    }

    /**
     * Lists all outstanding subscriptions, so that only their watchers are notified after the next start. Must be called before
     * the journal is closed.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        synchronized (this) {
            if (started) { // otherwise watchers of the last run are still to be notified: keep the stored state
                awaitFlush();
                write(Long.MAX_VALUE, Math.min(changes.last(), changes.floor()));
                started = false; // a flush that waited for this monitor would remove from the list again
            }
        }
    }

    private void awaitFlush() {
        long deadline = System.nanoTime() + LAST_FLUSH.toNanos();
        try {
            for (long left = LAST_FLUSH.toMillis();
                    underWay && left > 0;
                    left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
