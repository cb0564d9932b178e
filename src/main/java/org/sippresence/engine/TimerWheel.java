package org.sippresence.engine;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A timer for very many delays, most of which come to nothing: one thread, no order to keep, late by at most a tick. */
public final class TimerWheel implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);

    private final HashedWheelTimer timer;
    private volatile boolean closed;

    /**
     * Starts no thread before the first delay.
     *
     * @param name of the thread
     */
    public TimerWheel(String name) {
        timer = new HashedWheelTimer(DaemonThreads.single(name), TICK.toMillis(), TimeUnit.MILLISECONDS, 1024);
    }

    /**
     * Runs a task on the timer's thread after a delay; it must not block and not throw. After {@link #close} it is dropped.
     */
    public Delay after(Duration delay, Runnable task) {
        if (closed) {
            return Delay.NONE;
        }
        try {
            Timeout timeout = timer.newTimeout(due -> task.run(), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
            return timeout::cancel;
        } catch (IllegalStateException e) { // closed meanwhile
            return Delay.NONE;
        }
    }

    /** Tasks that wait, and for a tick those that were dropped. */
    public long waiting() {
        return timer.pendingTimeouts();
    }

    @Override
    public void close() {
        closed = true;
        timer.stop();
    }

    /** A task that waits. */
    @FunctionalInterface
    public interface Delay {

        /** Nothing waits. */
        Delay NONE = () -> {};

        /** Drops the task unless it has begun. */
        void cancel();
    }
}
