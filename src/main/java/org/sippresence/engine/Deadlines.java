package org.sippresence.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes each key at its next deadline, accurate to about 50 ms. There is at most one timer per key: a postponed key is woken at
 * its old time and then rescheduled, so that refreshes are cheap.
 *
 * @param <K> type of the keys
 */
public final class Deadlines<K> implements AutoCloseable {

    private final TimerWheel wheel = new TimerWheel("deadlines");
    private final ConcurrentHashMap<K, Alarm> alarms = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Consumer<K> wake;

    /**
     * Creates the deadlines; the thread starts with the first one.
     *
     * @param wake called on the timer's thread; must only pass the key on
     */
    public Deadlines(Clock clock, Consumer<K> wake) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.wake = Objects.requireNonNull(wake, "wake");
    }

    /** Ensures that the key is woken at this time, or earlier if it has an earlier deadline. */
    public void wakeBy(K key, Instant when) {
        alarms.compute(key, (k, old) -> {
            if (old != null && !old.when.isAfter(when)) {
                return old;
            }
            if (old != null) {
                old.cancel.run();
            }
            return new Alarm(when, wheel.after(Duration.between(clock.instant(), when), () -> onAlarm(k, when)));
        });
    }

    /**
     * Wakes each key with a deadline once, spread over time.
     *
     * @param perSecond approximate number of keys per second
     */
    public void wakeAll(int perSecond) {
        Instant start = clock.instant();
        long count = 0;
        for (K key : Set.copyOf(alarms.keySet())) {
            wakeBy(key, start.plusMillis(1000L * count++ / perSecond));
        }
    }

    /** Runs a task on the timer's thread after a delay; the task must only pass work on. Dropped after {@link #close}. */
    public void after(Duration delay, Runnable task) {
        Runnable unused = wheel.after(delay, task);
    }

    private void onAlarm(K key, Instant when) {
        alarms.computeIfPresent(key, (k, alarm) -> alarm.when.equals(when) ? null : alarm);
        wake.accept(key);
    }

    /** Returns the number of keys with a deadline. */
    public int count() {
        return alarms.size();
    }

    /** Returns the number of pending timers, those of {@link #after} included. */
    public long timers() {
        return wheel.waiting();
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record Alarm(Instant when, Runnable cancel) {}
}
