package org.sippresence.sip.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.sippresence.engine.DaemonThreads;

/**
 * Runs sending tasks for peers that may need a connection or that read slowly: in order for each peer, independently of other
 * peers, so that an unreachable peer does not delay the others. Uses one thread per active peer, up to a bound. Thread-safe.
 */
final class Destinations implements AutoCloseable {

    private final ThreadPoolExecutor threads;
    private final ConcurrentMap<String, Deque<Runnable>> waiting = new ConcurrentHashMap<>();

    /**
     * Creates the executor. Starts no thread yet.
     *
     * @param bound number of peers that can block at the same time before other peers have to wait
     */
    Destinations(int bound) {
        threads = new ThreadPoolExecutor(
                bound, bound, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.numbered("notify-tcp"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a task, which must not throw, after the earlier ones of the same destination. */
    void execute(String destination, Runnable task) {
        waiting.compute(destination, (key, queue) -> {
            Deque<Runnable> tasks = queue;
            if (tasks == null) {
                tasks = new ArrayDeque<>(1);
                threads.execute(() -> drain(key));
            }
            tasks.add(task);
            return tasks;
        });
    }

    private void drain(String destination) {
        boolean more = true;
        while (more) {
            Runnable[] next = new Runnable[1];
            waiting.computeIfPresent(destination, (key, queue) -> {
                next[0] = queue.poll();
                return next[0] == null ? null : queue;
            });
            more = next[0] != null;
            if (more) {
                next[0].run();
            }
        }
    }

    /** The number of destinations with unfinished tasks. */
    int size() {
        return waiting.size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
