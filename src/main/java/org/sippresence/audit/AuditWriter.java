package org.sippresence.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.sippresence.engine.DaemonThreads;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes lines to the file of the audit log on a thread of its own. Lines that must not be lost are written again every second until
 * they are in the file; what is left at the end goes to the server's log. Thread-safe.
 */
final class AuditWriter implements AutoCloseable {

    /** Waiting lines from which on the writer is behind. */
    static final int MOST_WAITING = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
    private static final Duration STUCK = Duration.ofSeconds(5);
    private static final Duration CLOSING = Duration.ofSeconds(5);
    private static final int BATCH = 64;

    private final RollingFile file;
    private final Periodic lines;
    private final LinkedBlockingQueue<Line> waiting = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private volatile boolean failing;

    /** When the write in progress began, by {@link System#nanoTime}; 0 if none is in progress. */
    private volatile long writingSince;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Line(boolean droppable, byte[] text) {}

    /** Lines that the thread asks for. */
    interface Periodic {

        /** Further lines, which may be dropped; called at least once a second. */
        List<byte[]> further();

        /** The first line after some could not be written. */
        byte[] resumed(long dropped);
    }

    /** Starts the thread. */
    AuditWriter(RollingFile file, Periodic lines) {
        this.file = file;
        this.lines = lines;
        this.thread = DaemonThreads.single("audit-log").newThread(this::run);
        thread.start();
    }

    void write(byte[] line) {
        waiting.add(new Line(false, line));
    }

    /** Writes the line unless too many are waiting. */
    void writeIfRoom(byte[] line) {
        if (waiting.size() < MOST_WAITING) {
            waiting.add(new Line(true, line));
        } else {
            dropped.increment();
        }
    }

    /** Whether a line is likely to be written soon. */
    boolean isKeepingUp() {
        long since = writingSince;
        boolean stuck = since != 0 && System.nanoTime() - since > STUCK.toNanos();
        return !failing && !stuck && thread.isAlive() && waiting.size() < MOST_WAITING;
    }

    long written() {
        return written.sum();
    }

    long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<Line> batch = new ArrayList<>();
        try {
            while (!isFinished(batch)) {
                take(batch);
                if ((failing || !batch.isEmpty()) && !isWritten(batch)) {
                    batch.removeIf(this::isDropped);
                    if (closed.await(1, TimeUnit.SECONDS)) {
                        break;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts it; what waits is reported
        }
        waiting.drainTo(batch);
        report(batch);
    }

    private boolean isFinished(List<Line> batch) {
        return closed.getCount() == 0 && batch.isEmpty() && waiting.isEmpty();
    }

    /** Adds waiting lines to those that could not be written. */
    private void take(List<Line> batch) throws InterruptedException {
        if (batch.isEmpty()) {
            Line first = waiting.poll(1, TimeUnit.SECONDS);
            if (first != null) {
                batch.add(first);
            }
        }
        waiting.drainTo(batch, Math.max(0, BATCH - batch.size()));
        lines.further().forEach(line -> batch.add(new Line(true, line)));
    }

    private boolean isWritten(List<Line> batch) {
        writingSince = System.nanoTime() | 1;
        try {
            List<byte[]> texts = new ArrayList<>();
            if (failing) {
                texts.add(lines.resumed(dropped()));
            }
            batch.forEach(line -> texts.add(line.text()));
            file.write(texts);
            written.add(batch.size());
            batch.clear();
            if (failing) {
                LOG.info("the audit log {} can be written again", file.path());
            }
            failing = false;
        } catch (IOException | RuntimeException e) { // a fault must not end the thread
            if (!failing) {
                LOG.error(
                        "the audit log {} cannot be written: {}; administrative changes are answered 503 until it can",
                        file.path(),
                        FailureCause.message(e));
            }
            failing = true;
        } finally {
            writingSince = 0;
        }
        return !failing;
    }

    private boolean isDropped(Line line) {
        if (line.droppable()) {
            dropped.increment();
        }
        return line.droppable();
    }

    private void report(List<Line> lost) {
        for (Line each : lost) {
            dropped.increment();
            if (!each.droppable()) {
                LOG.error("not in the audit log: {}", new String(each.text(), StandardCharsets.US_ASCII).strip());
            }
        }
    }

    /** Writes what is waiting, for some seconds at most. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(CLOSING.toMillis());
            if (!thread.isAlive()) {
                file.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the audit log {} is not closed: {}", file.path(), FailureCause.message(e));
        }
    }
}
