package org.sippresence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {

    private final Clock clock = Clock.systemUTC();
    private final Map<String, Instant> woken = new ConcurrentHashMap<>();
    private final Queue<String> order = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final Deadlines<String> deadlines = new Deadlines<>(clock, key -> {
        woken.putIfAbsent(key, clock.instant());
        order.add(key);
    });

    private Instant in(long millis) {
        return clock.instant().plusMillis(millis);
    }

    @Test
    void aKeyIsWokenAtItsDeadlineAndNotBefore() {
        Instant when = in(200);
        deadlines.wakeBy("a", when);
        assertThat(deadlines.count()).isEqualTo(1);
        await().until(() -> woken.containsKey("a"));
        assertThat(woken.get("a")).isBetween(when.minusMillis(2), when.plusSeconds(5));
        assertThat(deadlines.count()).isZero();
    }

    @Test
    void aDeadlineInThePastWakesAtOnce() {
        deadlines.wakeBy("a", in(-60_000));
        await().until(() -> woken.containsKey("a"));
    }

    @Test
    void anEarlierDeadlineReplacesALaterOne() {
        deadlines.wakeBy("a", in(3_600_000));
        deadlines.wakeBy("a", in(100));
        await().atMost(Duration.ofSeconds(10)).until(() -> woken.containsKey("a"));
        assertThat(deadlines.count()).isZero();
    }

    @Test
    void aLaterDeadlineLeavesTheEarlierOneAndThereIsOneTimerPerKey() {
        deadlines.wakeBy("a", in(150));
        for (int i = 0; i < 1_000; i++) {
            deadlines.wakeBy("a", in(3_600_000));
        }
        assertThat(deadlines.count()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> woken.containsKey("a"));
        assertThat(deadlines.count()).isZero();
    }

    @Test
    void aWokenKeyMayHaveANewDeadline() {
        deadlines.wakeBy("a", in(50));
        await().until(() -> order.size() == 1);
        deadlines.wakeBy("a", in(50));
        await().until(() -> order.size() == 2);
    }

    @Test
    void keysAreWokenInTheOrderOfTheirDeadlines() {
        deadlines.wakeBy("third", in(500));
        deadlines.wakeBy("first", in(100));
        deadlines.wakeBy("second", in(300));
        await().until(() -> order.size() == 3);
        assertThat(order).containsExactly("first", "second", "third");
    }

    @Test
    void afterRunsATaskOnce() {
        deadlines.after(Duration.ofMillis(50), () -> order.add("ran"));
        deadlines.after(Duration.ofSeconds(-1), () -> order.add("ran"));
        await().until(() -> order.size() == 2);
    }

    @Test
    void whoAsksForADeadlineAfterTheEndIsNotDisturbed() {
        deadlines.wakeBy("a", in(100));
        deadlines.close();
        deadlines.wakeBy("a", in(50));
        deadlines.wakeBy("b", in(50));
        deadlines.after(Duration.ZERO, () -> order.add("ran"));
        assertThat(order).isEmpty();
    }
}
