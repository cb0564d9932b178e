package org.sippresence.engine;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Timer for very many delays, most of which are cancelled: one thread, no ordering, late by at most one tick. */
public final class TimerWheel implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);

    private final HashedWheelTimer timer;
    private volatile boolean closed;

    /**
     * Creates the timer; the thread starts with the first delay.
     *
     * @param name the thread's name
     */
    public TimerWheel(String name) {
        timer = new HashedWheelTimer(DaemonThreads.single(name), TICK.toMillis(), TimeUnit.MILLISECONDS, 1024);
    }

    /**
     * Runs a task on the timer's thread after a delay; it must not block or throw. Dropped after {@link #close}.
     *
     * @return cancels the task unless it has begun
     */
    public Runnable after(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        try {
            Timeout timeout = timer.newTimeout(due -> task.run(), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
            return timeout::cancel;
        } catch (IllegalStateException e) { // closed meanwhile
            return () -> {};
        }
    }

    /** Returns the number of pending tasks; cancelled ones are counted for up to one tick. */
    public long waiting() {
        return timer.pendingTimeouts();
    }

    @Override
    public void close() {
        closed = true;
        timer.stop();
    }
}
