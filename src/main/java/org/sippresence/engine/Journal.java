package org.sippresence.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: the committer thread writes all waiting entries in one transaction, in order of submission. A single entry is
 * written at once; while entries keep arriving the committer waits for a moment so that groups grow. If a group fails, its
 * entries are written one by one, so that only the faulty ones fail; during a database outage all of them fail at once.
 *
 * @param <W> type of a write
 */
public final class Journal<W> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int GROUP = 512;
    private static final int HOPELESS = 3;
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long IDLE = 0;

    private final LinkedBlockingQueue<Entry<W>> queue = new LinkedBlockingQueue<>();
    private final Writer<W> writer;
    private final long lingerNanos;
    private final Thread committer;
    private volatile boolean closing;
    private boolean busy;

    /** {@link System#nanoTime()} when the current write began, or {@link #IDLE}. */
    private volatile long writingSince;

    public Journal(Writer<W> writer, Duration linger) {
        this.writer = Objects.requireNonNull(writer, "writer");
        this.lingerNanos = linger.toNanos();
        this.committer = new Thread(this::run, "journal");
        committer.setDaemon(true);
        committer.start();
    }

    /**
     * Queues an entry. Its outcome is reported on the committer's thread and must not block. Fails immediately after
     * {@link #close}.
     */
    public void submit(Entry<W> entry) {
        if (closing) {
            entry.failed().run();
        } else {
            queue.add(entry);
        }
    }

    /** Returns the number of entries that wait for the committer. */
    public int waiting() {
        return queue.size();
    }

    /** Returns whether the current write takes so long that no new entries should be submitted. */
    public boolean isStalled() {
        long since = writingSince;
        return since != IDLE && System.nanoTime() - since > STALLED_NANOS;
    }

    private void run() {
        List<Entry<W>> group = new ArrayList<>(GROUP);
        while (!closing || !queue.isEmpty()) {
            try {
                collect(group);
            } catch (InterruptedException e) {
                continue; // close() wakes the committer; waiting entries are still written
            }
            if (!group.isEmpty()) {
                commit(group);
                group.clear();
            }
        }
    }

    private void collect(List<Entry<W>> group) throws InterruptedException {
        Entry<W> first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
            busy = false;
            return;
        }
        group.add(first);
        queue.drainTo(group, GROUP - 1);
        if (lingerNanos > 0 && !closing && (busy || group.size() > 1)) {
            long until = System.nanoTime() + lingerNanos;
            long left;
            while (group.size() < GROUP && (left = until - System.nanoTime()) > 0) {
                Entry<W> next = queue.poll(left, TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                group.add(next);
                queue.drainTo(group, GROUP - group.size());
            }
        }
        busy = group.size() > 1;
    }

    private void commit(List<Entry<W>> group) {
        List<W> writes = new ArrayList<>();
        List<Entry<W>> passing = new ArrayList<>(group.size());
        for (Entry<W> entry : group) {
            if (!entry.fence().isBroken()) {
                passing.add(entry);
                writes.addAll(entry.writes());
            } else {
                entry.failed().run();
            }
        }
        if (passing.isEmpty()) {
            return;
        }
        try {
            write(writes);
        } catch (OutageException e) { // single entries would fail as well
            LOG.debug("a group of {} entries could not be written: {}", passing.size(), e.getMessage());
            passing.forEach(Journal::fail);
            return;
        } catch (RuntimeException | Error e) { // the committer thread must survive any error
            LOG.warn("a group of {} entries could not be written, trying each alone: {}", passing.size(), e.toString());
            commitEach(passing);
            return;
        }
        passing.forEach(entry -> entry.committed().run());
    }

    private void commitEach(List<Entry<W>> group) {
        int failures = 0;
        boolean anyWritten = false;
        for (Entry<W> entry : group) {
            boolean hopeless = !anyWritten && failures >= HOPELESS; // the database is down, not a single entry faulty
            if (entry.fence().isBroken()) { // no indication of a database failure
                entry.failed().run();
            } else if (!hopeless && writeAlone(entry)) {
                anyWritten = true;
                entry.committed().run();
            } else {
                failures++;
                fail(entry);
            }
        }
    }

    private void write(List<W> writes) {
        writingSince = System.nanoTime() | 1; // never equal to IDLE
        try {
            writer.write(writes);
        } finally {
            writingSince = IDLE;
        }
    }

    private static void fail(Entry<?> entry) {
        entry.fence().breakDown();
        entry.failed().run();
    }

    private boolean writeAlone(Entry<W> entry) {
        try {
            write(entry.writes());
            return true;
        } catch (OutageException e) {
            LOG.debug("an entry could not be written: {}", e.getMessage());
            return false;
        } catch (RuntimeException | Error e) {
            LOG.error("an entry could not be written", e);
            return false;
        }
    }

    /** Writes the waiting entries, then stops the committer; waits at most 10 seconds. */
    @Override
    public void close() {
        closing = true;
        try {
            committer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes to the database. */
    @FunctionalInterface
    public interface Writer<W> {

        /**
         * Writes all in one transaction and returns after the commit.
         *
         * @throws OutageException if it is unknown whether anything was written, until the state is read again
         * @throws RuntimeException any other, if nothing was written
         */
        void write(List<W> writes);
    }

    /**
     * The writes of one transaction. Exactly one of the callbacks runs, once, on the committer's thread; it must not block.
     *
     * @param failed runs if the entry was not written; nothing that depends on it will be written either
     */
    public record Entry<W>(List<W> writes, Fence fence, Runnable committed, Runnable failed) {
        public Entry {
            writes = List.copyOf(writes);
        }
    }
}
