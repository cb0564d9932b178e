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
 * Group commit: whoever waits is written together in one transaction by the one committer thread, in the order of
 * submission. A lone entry is written at once; while entries keep coming the committer lingers for a moment so that groups
 * grow. A group that fails is written again entry by entry, so that only the guilty ones fail; when the database is away all of
 * it fails at once.
 *
 * @param <W> one write
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

    /** {@link System#nanoTime()} when the present write began, or {@link #IDLE}. */
    private volatile long writingSince;

    public Journal(Writer<W> writer, Duration linger) {
        this.writer = Objects.requireNonNull(writer, "writer");
        this.lingerNanos = linger.toNanos();
        this.committer = new Thread(this::run, "journal");
        committer.setDaemon(true);
        committer.start();
    }

    /**
     * Queues an entry; its outcome is told on the committer's thread and must return at once. After {@link #close} it fails at
     * once.
     */
    public void submit(Entry<W> entry) {
        if (closing) {
            entry.outcome().failed();
        } else {
            queue.add(entry);
        }
    }

    /** Entries that wait for the committer. */
    public int waiting() {
        return queue.size();
    }

    /** Whether the present write takes so long that more entries should not be made. */
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
                continue; // close() wakes the committer; what waits is still written
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
                entry.outcome().failed();
            }
        }
        if (passing.isEmpty()) {
            return;
        }
        try {
            write(writes);
        } catch (OutageException e) { // each alone would fail as well
            LOG.debug("a group of {} entries could not be written: {}", passing.size(), e.getMessage());
            passing.forEach(Journal::fail);
            return;
        } catch (RuntimeException | Error e) { // the committer must outlive whatever it meets
            LOG.warn("a group of {} entries could not be written, trying each alone: {}", passing.size(), e.toString());
            commitEach(passing);
            return;
        }
        passing.forEach(entry -> entry.outcome().committed());
    }

    private void commitEach(List<Entry<W>> group) {
        int failures = 0;
        boolean anyWritten = false;
        for (Entry<W> entry : group) {
            boolean hopeless = !anyWritten && failures >= HOPELESS; // the database is gone, not an entry bad
            if (entry.fence().isBroken()) { // says nothing about the database
                entry.outcome().failed();
            } else if (!hopeless && writeAlone(entry)) {
                anyWritten = true;
                entry.outcome().committed();
            } else {
                failures++;
                fail(entry);
            }
        }
    }

    private void write(List<W> writes) {
        writingSince = System.nanoTime() | 1; // never IDLE
        try {
            writer.write(writes);
        } finally {
            writingSince = IDLE;
        }
    }

    private static void fail(Entry<?> entry) {
        entry.fence().breakDown();
        entry.outcome().failed();
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

    /** Writes what waits, then ends the committer; at most 10 seconds. */
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
         * Writes all in one transaction and returns when it is committed.
         *
         * @throws OutageException if nobody knows whether something was written, until the state is read again
         * @throws RuntimeException any other, if nothing was written
         */
        void write(List<W> writes);
    }

    /** Told exactly once. */
    public interface Outcome {

        void committed();

        /** Not written, and everything decided on top of it will not be either. */
        void failed();

        static Outcome of(Runnable committed, Runnable failed) {
            return new Outcome() {
                @Override
                public void committed() {
                    committed.run();
                }

                @Override
                public void failed() {
                    failed.run();
                }
            };
        }
    }

    /** What one decision wants written. */
    public record Entry<W>(List<W> writes, Fence fence, Outcome outcome) {
        public Entry {
            writes = List.copyOf(writes);
        }
    }
}
