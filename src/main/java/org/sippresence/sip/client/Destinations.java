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
 * Sends to peers that may have to be connected to, or that do not read: one after another for each, and each at its own pace,
 * so that nobody waits for a dead neighbour. As many threads as there are peers being sent to, up to a bound. Thread-safe.
 */
final class Destinations implements AutoCloseable {

    private final ThreadPoolExecutor threads;
    private final ConcurrentMap<String, Deque<Runnable>> waiting = new ConcurrentHashMap<>();

    /**
     * Starts no thread yet.
     *
     * @param bound of peers that can be stuck at a time before others have to wait
     */
    Destinations(int bound) {
        threads = new ThreadPoolExecutor(
                bound, bound, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.numbered("notify-tcp"));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs a task that does not throw, behind the earlier ones of the same destination. */
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

    /** Destinations that are being sent to. */
    int size() {
        return waiting.size();
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
