package org.sippresence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LanesTest {

    @Test
    void tasksOfOneKeyRunInTheirOrderAndNeverAtTheSameTime() throws InterruptedException {
        try (Lanes lanes = new Lanes(4)) {
            Map<String, List<Integer>> ran = new ConcurrentHashMap<>();
            Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
            AtomicInteger overlaps = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 6; t++) { // each thread has keys of its own, so that their order is known
                String own = "thread-" + t;
                Thread thread = new Thread(() -> IntStream.range(0, 3_000).forEach(i -> {
                    String key = own + '/' + i % 3;
                    lanes.execute(key, () -> {
                        AtomicInteger count = inside.computeIfAbsent(key, k -> new AtomicInteger());
                        if (count.incrementAndGet() > 1) {
                            overlaps.incrementAndGet();
                        }
                        ran.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
                        count.decrementAndGet();
                    });
                }));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            lanes.flush();
            assertThat(overlaps).hasValue(0);
            assertThat(ran).hasSize(18);
            ran.values().forEach(each -> assertThat(each).hasSize(1_000).isSorted());
        }
    }

    @Test
    void equalKeysShareALane() {
        try (Lanes lanes = new Lanes(8)) {
            Map<String, Thread> threads = new ConcurrentHashMap<>();
            AtomicInteger moved = new AtomicInteger();
            for (int i = 0; i < 400; i++) {
                String key = "key-" + i % 40;
                lanes.execute(key, () -> {
                    Thread before = threads.putIfAbsent(key, Thread.currentThread());
                    if (before != null && before != Thread.currentThread()) {
                        moved.incrementAndGet();
                    }
                });
            }
            lanes.flush();
            assertThat(moved).hasValue(0);
            assertThat(threads.values().stream().distinct()).hasSizeGreaterThan(4);
        }
    }

    @Test
    void aFailingTaskDoesNotEndItsLane() {
        try (Lanes lanes = new Lanes(1)) {
            AtomicInteger after = new AtomicInteger();
            lanes.execute("key", () -> {
                throw new IllegalStateException("on purpose");
            });
            lanes.execute("key", () -> endless(0));
            lanes.execute("key", after::incrementAndGet);
            lanes.flush();
            assertThat(after).hasValue(1);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int endless(int depth) {
        return endless(depth + 1) + 1;
    }

    @Test
    void neverRunsATaskInTheCallingThread() {
        try (Lanes lanes = new Lanes(1)) {
            List<Thread> ran = new ArrayList<>();
            lanes.execute("key", () -> lanes.execute("key", () -> ran.add(Thread.currentThread())));
            lanes.flush();
            lanes.flush();
            assertThat(ran).hasSize(1).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    void aLaneIsFullBehindTwentyThousandTasksAndOthersAreNot() throws InterruptedException {
        try (Lanes lanes = new Lanes(1)) {
            CountDownLatch started = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            lanes.execute("key", () -> {
                started.countDown();
                awaitQuietly(release);
            });
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
            IntStream.range(0, 20_000).forEach(i -> lanes.execute("key", () -> {}));
            assertThat(lanes.isFull("key")).isFalse();
            lanes.execute("key", () -> {});
            assertThat(lanes.isFull("key")).isTrue();
            assertThat(lanes.waiting()).isEqualTo(20_001);
            release.countDown();
            lanes.flush();
            assertThat(lanes.isFull("key")).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void closeFinishesWhatWaitsAndDropsWhatComesLater() {
        Lanes lanes = new Lanes(2);
        AtomicInteger done = new AtomicInteger();
        IntStream.range(0, 1_000).forEach(i -> lanes.execute(i, done::incrementAndGet));
        lanes.close();
        assertThat(done).hasValue(1_000);
        lanes.execute("late", done::incrementAndGet);
        assertThat(done).hasValue(1_000);
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void aServerNeedsALane() {
        assertThatThrownBy(() -> new Lanes(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
