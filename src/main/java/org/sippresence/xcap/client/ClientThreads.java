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

/** The threads of the client. Those that look up names may wait for the database and must not hold up the connections. */
final class ClientThreads implements AutoCloseable {

    private static final int THREADS = 2;
    private static final int MOST_WAITING = 20_000;

    private final ThreadFactory threads = DaemonThreads.numbered("xcap-client");
    private final ThreadPoolExecutor connections = pool(Integer.MAX_VALUE);
    private final ThreadPoolExecutor work = pool(MOST_WAITING);
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);

    private ThreadPoolExecutor pool(int waiting) {
        return new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(waiting), threads);
    }

    /** For what must not be held up. */
    Executor connections() {
        return connections;
    }

    /** For what may block; refuses when too much waits. */
    Executor work() {
        return work;
    }

    /** Until the end; a task that throws is not run again. */
    void every(Duration period, Runnable task) {
        ScheduledFuture<?> unused =
                timer.scheduleWithFixedDelay(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Drops what has not begun. */
    @Override
    public void close() {
        timer.shutdownNow();
        work.shutdownNow();
        connections.shutdown();
    }
}
