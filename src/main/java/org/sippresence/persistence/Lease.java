package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.engine.OutageException;
import org.sippresence.engine.Ownership;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right of this process to write to the database: taken at the start, renewed while the process runs, released at
 * the end. Each write transaction checks the epoch of the lease. A new owner increments the epoch, so that a process
 * that was suspended meanwhile cannot write when it resumes.
 */
final class Lease implements Ownership, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final int RENEWALS = 3;

    private final LeaseTable table;
    private final Duration time;
    private final long epoch;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.single("lease"));
    private final List<Consumer<String>> listeners = new ArrayList<>();

    /**
     * When the last heartbeat began that found the lease ours. A heartbeat that fails only because the database is
     * unreachable counts, too, unless it was late.
     */
    private volatile long renewedAt = System.nanoTime();

    private volatile String lost = "";

    private Lease(LeaseTable table, Duration time, long epoch) {
        this.table = table;
        this.time = time;
        this.epoch = epoch;
    }

    /**
     * Starts to renew a lease that was taken.
     *
     * @param time how long it lasts without a heartbeat
     * @param epoch the epoch in the table
     */
    static Lease of(LeaseTable table, Duration time, long epoch) {
        Lease lease = new Lease(table, time, epoch);
        lease.start();
        return lease;
    }

    private void start() {
        long period = time.toMillis() / RENEWALS;
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(this::renewQuietly, period, period, TimeUnit.MILLISECONDS);
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (OutageException e) {
            LOG.debug("cannot renew the lease of the database, retrying: {}", e.getMessage());
        }
    }

    /**
     * Renews the lease once all earlier write transactions have ended.
     *
     * @throws OutageException if the database cannot be reached, or the lease is lost
     */
    void renew() {
        requireNotLost();
        long began = System.nanoTime();
        try {
            if (table.renew(epoch, time)) {
                renewedAt = began;
            } else {
                markLost();
            }
        } catch (SQLException e) {
            if (began - renewedAt < time.toNanos()) {
                renewedAt = began;
            }
            throw new OutageException("cannot renew the lease of the database: " + FailureCause.message(e), e);
        }
        requireNotLost();
    }

    /**
     * Locks the epoch for the rest of a transaction.
     *
     * @throws OutageException if another process has taken over
     */
    void check(Connection transaction) throws SQLException {
        requireNotLost();
        if (!table.isEpoch(transaction, epoch)) {
            markLost();
            requireNotLost();
        }
    }

    /**
     * Fails permanently once the lease is lost.
     *
     * @throws OutageException if another process has taken over
     */
    void requireNotLost() {
        if (isLost()) {
            throw new OutageException(lost);
        }
    }

    private void markLost() {
        String by;
        try {
            by = table.read().ownerName();
        } catch (SQLException e) {
            by = "unknown";
        }
        List<Consumer<String>> notified;
        synchronized (listeners) {
            if (isLost()) {
                return;
            }
            lost = "another server has taken over the database (" + by + "), this server stops";
            notified = List.copyOf(listeners);
        }
        LOG.error("{}", lost);
        notified.forEach(listener -> listener.accept(lost));
    }

    @Override
    public boolean isHeld() {
        return System.nanoTime() - renewedAt < time.toNanos() && !isLost();
    }

    @Override
    public boolean isLost() {
        return !lost.isEmpty();
    }

    @Override
    public void onLost(Consumer<String> listener) {
        synchronized (listeners) {
            listeners.add(listener);
            if (!isLost()) {
                return;
            }
        }
        listener.accept(lost);
    }

    /** Releases the lease at once. */
    @Override
    public void close() {
        timer.shutdownNow();
        if (isLost()) {
            return;
        }
        try {
            table.release(epoch);
        } catch (SQLException e) {
            LOG.warn(
                    "cannot release the lease of the database; it expires in {} s: {}",
                    time.toSeconds(),
                    FailureCause.message(e));
        }
    }
}
