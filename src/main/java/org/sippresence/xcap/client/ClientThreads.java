package org.sippresence.xcap.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sippresence.engine.DaemonThreads;

/** The threads of the client. Lookups of document names may block on the database, so they run apart from the connections. */
final class ClientThreads implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MAX_QUEUED = 20_000;

    private final ThreadFactory threads = DaemonThreads.numbered("xcap-client");
    private final ThreadPoolExecutor connections = pool(Integer.MAX_VALUE);
    private final ThreadPoolExecutor work = pool(MAX_QUEUED);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);

    private ThreadPoolExecutor pool(int waiting) {
        return new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(waiting), threads);
    }

    /** Returns the executor for tasks that do not block. */
    Executor connections() {
        return connections;
    }

    /** Returns the executor for tasks that may block; rejects tasks when its queue is full. */
    Executor work() {
        return work;
    }

    /** Runs a task periodically until {@link #close}; a task that throws is not run again. */
    void every(Duration period, Runnable task) {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops the threads; drops queued tasks. */
    @Override
    public void close() {
        timer.shutdownNow();
        work.shutdownNow();
        connections.shutdown();
    }
}
