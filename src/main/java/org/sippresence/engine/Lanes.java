package org.sippresence.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keyed serial executors: each key belongs to one of N lanes, and a lane is one thread that runs its tasks in order. State that
 * only the tasks of one key access needs no lock.
 */
public final class Lanes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    private static final int FULL = 20_000;

    private final List<ThreadPoolExecutor> lanes = new ArrayList<>();

    public Lanes(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a server needs a lane");
        }
        for (int i = 0; i < count; i++) {
            lanes.add(new ThreadPoolExecutor(
                    1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DaemonThreads.single("lane-" + i)));
        }
    }

    /**
     * Queues a task behind all earlier ones of the same key; never runs it in the calling thread. Dropped after {@link #close}.
     */
    public void execute(Object key, Runnable task) {
        try {
            lane(key).execute(() -> guard(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("dropped a task: the lanes are closed");
        }
    }

    /** Returns whether the key's lane is so full that new work should be rejected. */
    public boolean isFull(Object key) {
        return lane(key).getQueue().size() > FULL;
    }

    public int count() {
        return lanes.size();
    }

    /** Returns the number of waiting tasks of all lanes. */
    public int waiting() {
        return lanes.stream().mapToInt(lane -> lane.getQueue().size()).sum();
    }

    private ThreadPoolExecutor lane(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return lanes.get(Math.floorMod(hash ^ (hash >>> 16), lanes.size()));
    }

    /** Runs a task and logs its failure, which must not end the lane; errors are answered where they occur. */
    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("a task of a lane failed", e);
        }
    }

    /** Waits until all tasks queued before are done, at most 5 seconds; must not be called in a lane. */
    public void flush() {
        CountDownLatch latch = new CountDownLatch(lanes.size());
        lanes.forEach(lane -> lane.execute(latch::countDown));
        try {
            if (!latch.await(5, TimeUnit.SECONDS)) {
                LOG.warn("the lanes are still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Rejects new tasks and finishes the waiting ones, within at most 10 seconds. */
    @Override
    public void close() {
        lanes.forEach(ThreadPoolExecutor::shutdown);
        for (ThreadPoolExecutor lane : lanes) {
            try {
                if (!lane.awaitTermination(10, TimeUnit.SECONDS)) {
                    LOG.warn(
                            "{} tasks of a lane were not finished",
                            lane.shutdownNow().size());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
