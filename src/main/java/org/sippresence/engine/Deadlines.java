package org.sippresence.engine;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Wakes each key at its next deadline, to about 50 ms. There is at most one timer per key: a key that was put off is woken
 * at its old time and then asks again, so that refreshes cost nothing.
 *
 * @param <K> what has deadlines
 */
public final class Deadlines<K> implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(50);

    private final HashedWheelTimer wheel;
    private final ConcurrentHashMap<K, Alarm> alarms = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Consumer<K> wake;
    private volatile boolean closed;

    /**
     * Starts the timer's thread.
     *
     * @param wake called on that thread; must only hand the key on
     */
    public Deadlines(Clock clock, Consumer<K> wake) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.wake = Objects.requireNonNull(wake, "wake");
        this.wheel = new HashedWheelTimer(
                task -> {
                    Thread thread = new Thread(task, "deadlines");
                    thread.setDaemon(true);
                    return thread;
                },
                TICK.toMillis(),
                TimeUnit.MILLISECONDS,
                1024);
    }

    /** Makes sure that the key is woken at this time, or before if it already has an earlier deadline. */
    public void wakeBy(K key, Instant when) {
        alarms.compute(key, (k, old) -> {
            if (old != null && !old.when.isAfter(when)) {
                return old;
            }
            if (old != null) {
                old.timeout.ifPresent(Timeout::cancel);
            }
            return new Alarm(when, timeout(Duration.between(clock.instant(), when), () -> ring(k, when)));
        });
    }

    /** Runs a task on the timer's thread after a delay; it must only hand work on. After {@link #close} it is dropped. */
    public void after(Duration delay, Runnable task) {
        Optional<Timeout> ignored = timeout(delay, task);
    }

    private Optional<Timeout> timeout(Duration delay, Runnable task) {
        if (closed) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    wheel.newTimeout(timeout -> task.run(), Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS));
        } catch (IllegalStateException e) { // closed meanwhile: what asks for a deadline must still be finished
            return Optional.empty();
        }
    }

    private void ring(K key, Instant when) {
        alarms.computeIfPresent(key, (k, alarm) -> alarm.when.equals(when) ? null : alarm);
        wake.accept(key);
    }

    /** Keys that have a deadline. */
    public int count() {
        return alarms.size();
    }

    @Override
    public void close() {
        closed = true;
        wheel.stop();
    }

    private record Alarm(Instant when, Optional<Timeout> timeout) {}
}
