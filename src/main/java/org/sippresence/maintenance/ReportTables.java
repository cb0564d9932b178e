package org.sippresence.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.ReportRow;
import org.sippresence.presentity.ReportStore;
import org.sippresence.publication.Publication;
import org.sippresence.settings.MaintenanceSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maintains the report tables asynchronously. A commit that changes a publication only marks its presentity; periodically the
 * marked ones are read in their lanes, then parsed and written by one background thread.
 *
 * <p>The tables are only as current as the last write, entity-tags and expirations included. A crash loses the marks;
 * {@link #rebuild} restores the tables.
 */
public final class ReportTables implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportTables.class);
    private static final int CHUNK = 256;
    private static final int MAX_FAILURES = 3;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Presentities presentities;
    private final Optional<ReportStore> tables;
    private final int maxMarks;
    private final ReportRows reportRows = new ReportRows();
    private final Set<Aor> marked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean writeScheduled = new AtomicBoolean();
    private final ScheduledExecutorService writer =
            Executors.newSingleThreadScheduledExecutor(DaemonThreads.single("report-tables"));

    /**
     * Registers with the presentities if there are tables to write.
     *
     * @param tables empty if the tables are not maintained; existing rows are then left unchanged
     * @param maxMarks number of marked presentities that triggers a write before the period ends
     */
    public ReportTables(Presentities presentities, Optional<ReportStore> tables, int maxMarks) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.tables = Objects.requireNonNull(tables, "tables");
        this.maxMarks = maxMarks;
        if (tables.isPresent()) {
            presentities.listeners().onPublished(this::mark);
        }
    }

    /**
     * Starts periodic writes; without a period only {@link #rebuild}, {@link #close} and a large number of marks cause writes.
     */
    public void start(MaintenanceSettings settings) {
        if (tables.isPresent()) {
            settings.dbUpdatePeriod().ifPresent(this::every);
        }
    }

    private void every(Duration period) {
        ScheduledFuture<?> unused = writer.scheduleWithFixedDelay(
                this::writeQuietly, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Marks a presentity. Called in its lane. */
    private void mark(Aor presentity) {
        if (marked.add(presentity) && marked.size() >= maxMarks && writeScheduled.compareAndSet(false, true)) {
            try {
                writer.execute(this::writeQuietly);
            } catch (RejectedExecutionException e) {
                LOG.debug("presentity={} is not written to the report tables: the server stops", presentity);
            }
        }
    }

    /**
     * Writes the rows of every stored presentity and removes all others. The future fails with {@link UncheckedIOException} on a
     * database failure; rows written until then remain.
     */
    public CompletableFuture<Void> rebuild() {
        return tables.map(rows -> CompletableFuture.runAsync(() -> rebuild(rows), writer))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /**
     * Reads the database page by page and not through the lanes, so that cold presentities do not evict cached ones. Changes
     * committed meanwhile are marked and written later.
     */
    private void rebuild(ReportStore rows) {
        Map<Aor, List<ReportRow>> chunk = new HashMap<>();
        presentities.store().loadAll(Integer.MAX_VALUE, (presentity, snapshot) -> {
            chunk.put(presentity, reportRows.of(snapshot.publications()));
            if (chunk.size() >= CHUNK) {
                rows.rewrite(chunk);
                chunk.clear();
            }
        });
        rows.rewrite(chunk);
        rows.removeOrphans();
    }

    /** Writes and logs any failure, which must not cancel the periodic task. */
    private void writeQuietly() {
        writeScheduled.set(false);
        try {
            write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("report tables could not be written", e);
        }
    }

    private void write() throws InterruptedException {
        List<Aor> failed = new ArrayList<>();
        int written = 0;
        int failures = 0;
        Iterator<Aor> waiting = marked.iterator();
        while (failures < MAX_FAILURES && waiting.hasNext()) {
            List<Aor> chunk = take(waiting);
            try {
                tables.orElseThrow().rewrite(rows(chunk));
                written += chunk.size();
            } catch (UncheckedIOException | TimeoutException e) {
                failures++;
                failed.addAll(chunk);
                LOG.warn(
                        "report tables of {} presentities could not be written, retried later: {}",
                        chunk.size(),
                        e.toString());
            }
        }
        marked.addAll(failed);
        LOG.debug("wrote the report tables of {} presentities", written);
    }

    /** Unmarks presentities before they are read, so that later changes mark them again. */
    private static List<Aor> take(Iterator<Aor> waiting) {
        List<Aor> chunk = new ArrayList<>(CHUNK);
        while (chunk.size() < CHUNK && waiting.hasNext()) {
            chunk.add(waiting.next());
            waiting.remove();
        }
        return chunk;
    }

    private Map<Aor, List<ReportRow>> rows(List<Aor> chunk) throws InterruptedException, TimeoutException {
        Map<Aor, CompletableFuture<Collection<Publication>>> readings = new LinkedHashMap<>();
        for (Aor each : chunk) {
            readings.put(each, presentities.read(each, PresentityTransaction::allPublications));
        }
        long until = System.nanoTime() + READ_TIMEOUT.toNanos();
        Map<Aor, List<ReportRow>> rows = new HashMap<>();
        for (Map.Entry<Aor, CompletableFuture<Collection<Publication>>> each : readings.entrySet()) {
            rows.put(each.getKey(), reportRows.of(read(each.getValue(), until - System.nanoTime())));
        }
        return rows;
    }

    private static Collection<Publication> read(CompletableFuture<Collection<Publication>> reading, long nanos)
            throws InterruptedException, TimeoutException {
        try {
            return reading.get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new UncheckedIOException(new IOException(e.getCause()));
        }
    }

    /**
     * Writes the marked presentities, for at most ten seconds. The lanes and the store must still be open, and no publications
     * may arrive.
     */
    @Override
    public void close() {
        if (tables.isPresent() && !writer.isShutdown()) {
            writer.execute(this::writeQuietly);
        }
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("report tables of {} presentities are not written; cleanup writes them", marked.size());
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
