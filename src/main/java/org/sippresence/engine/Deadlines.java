package org.sippresence.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Wakes each key at its next deadline, to about 50 ms. There is at most one timer per key: a key that was put off is woken
 * at its old time and then asks again, so that refreshes cost nothing.
 *
 * @param <K> what has deadlines
 */
public final class Deadlines<K> implements AutoCloseable {

    private final TimerWheel wheel = new TimerWheel("deadlines");
    private final ConcurrentHashMap<K, Alarm> alarms = new ConcurrentHashMap<>();
    private final Clock clock;
    private final Consumer<K> wake;

    /**
     * Starts no thread before the first deadline.
     *
     * @param wake called on the timer's thread; must only hand the key on
     */
    public Deadlines(Clock clock, Consumer<K> wake) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.wake = Objects.requireNonNull(wake, "wake");
    }

    /** Makes sure that the key is woken at this time, or before if it already has an earlier deadline. */
    public void wakeBy(K key, Instant when) {
        alarms.compute(key, (k, old) -> {
            if (old != null && !old.when.isAfter(when)) {
                return old;
            }
            if (old != null) {
                old.delay.cancel();
            }
            return new Alarm(when, wheel.after(Duration.between(clock.instant(), when), () -> onAlarm(k, when)));
        });
    }

    /**
     * Wakes everything that has a deadline once, spread over some time.
     *
     * @param perSecond how many, about
     */
    public void wakeAll(int perSecond) {
        Instant start = clock.instant();
        long count = 0;
        for (K key : Set.copyOf(alarms.keySet())) {
            wakeBy(key, start.plusMillis(1000L * count++ / perSecond));
        }
    }

    /** Runs a task on the timer's thread after a delay; it must only hand work on. After {@link #close} it is dropped. */
    public void after(Duration delay, Runnable task) {
        TimerWheel.Delay unused = wheel.after(delay, task);
    }

    private void onAlarm(K key, Instant when) {
        alarms.computeIfPresent(key, (k, alarm) -> alarm.when.equals(when) ? null : alarm);
        wake.accept(key);
    }

    /** Keys that have a deadline. */
    public int count() {
        return alarms.size();
    }

    /** Timers that wait: those of keys and those of {@link #after}. */
    public long timers() {
        return wheel.waiting();
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record Alarm(Instant when, TimerWheel.Delay delay) {}
}
