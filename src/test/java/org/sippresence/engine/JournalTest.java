package org.sippresence.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sippresence.engine.Journal.Entry;

final class JournalTest {

    private final Gate gate = new Gate();
    private final Told told = new Told();
    private Journal<String> journal = new Journal<>(gate, Duration.ZERO);

    @AfterEach
    void close() {
        gate.open();
        journal.close();
    }

    private void submit(String name, Fence fence) {
        journal.submit(told.entry(name, List.of(name), fence));
    }

    private void submit(String name) {
        submit(name, new Fence());
    }

    /** The committer is busy with one write, and what is submitted now will be one group. */
    private void block() {
        submit("blocker");
        gate.awaitEntered();
    }

    @Test
    void aLoneEntryIsWrittenAtOnceHoweverLongTheLinger() {
        journal.close();
        journal = new Journal<>(gate, Duration.ofHours(1));
        gate.open();
        submit("alone");
        await().until(() -> told.committed.contains("alone"));
        submit("next");
        await().until(() -> told.committed.contains("next"));
        assertThat(gate.groups()).containsExactly(List.of("alone"), List.of("next"));
    }

    @Test
    void whoeverWaitsIsWrittenTogetherInTheOrderOfSubmission() {
        block();
        List<String> names = IntStream.range(0, 100).mapToObj(i -> "w" + i).toList();
        names.forEach(this::submit);
        assertThat(journal.waiting()).isEqualTo(100);
        gate.open();
        await().until(() -> told.count() == 101);
        assertThat(gate.groups()).containsExactly(List.of("blocker"), names);
        assertThat(told.committed.subList(1, 101)).isEqualTo(names);
    }

    @Test
    void inAnOutageAGroupFailsAtOnceWithoutTryingEachAlone() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        journal.close();
        journal = new Journal<>(
                writes -> {
                    sizes.add(writes.size());
                    entered.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new OutageException("away");
                },
                Duration.ZERO);
        submit("first");
        await().until(() -> entered.getCount() == 0);
        List<Fence> fences = List.of(new Fence(), new Fence(), new Fence(), new Fence());
        fences.forEach(fence -> submit("w" + fences.indexOf(fence), fence));
        go.countDown();
        await().until(() -> told.count() == 5);
        assertThat(sizes).containsExactly(1, 4);
        assertThat(told.committed).isEmpty();
        assertThat(fences).allMatch(Fence::isBroken);
    }

    @Test
    void aWriteThatTakesLongStallsTheJournalUntilItIsOver() {
        assertThat(journal.isStalled()).isFalse();
        block();
        await().atMost(Duration.ofSeconds(10)).until(journal::isStalled);
        gate.open();
        await().until(() -> !journal.isStalled());
    }

    @Test
    void theCommitterLingersForMoreOnceAGroupForms() {
        journal.close();
        journal = new Journal<>(gate, Duration.ofSeconds(30));
        block();
        IntStream.range(0, 511).forEach(i -> submit("w" + i));
        gate.open();
        await().until(() -> gate.groups().size() == 1 && journal.waiting() == 0);
        assertThat(told.committed).doesNotContain("w0");
        submit("last"); // the group of 512 is full
        await().until(() -> told.count() == 513);
        assertThat(gate.groups()).hasSize(2);
        assertThat(gate.groups().get(1)).hasSize(512);
    }

    @Test
    void groupsAreBounded() {
        block();
        IntStream.range(0, 2_000).forEach(i -> submit("w" + i));
        gate.open();
        await().until(() -> told.count() == 2_001);
        assertThat(gate.groups()).allMatch(group -> group.size() <= 512);
        assertThat(told.committed).hasSize(2_001);
    }

    @Test
    void ofAFailingGroupOnlyTheGuiltyFail() {
        gate.refuse("bad");
        block();
        submit("a");
        submit("bad");
        submit("b");
        gate.open();
        await().until(() -> told.count() == 4);
        assertThat(told.committed).containsExactly("blocker", "a", "b");
        assertThat(told.failed).containsExactly("bad");
        assertThat(gate.groups()).containsExactly(List.of("blocker"), List.of("a"), List.of("b"));
    }

    @Test
    void whatWasDecidedOnTopOfALostWriteFailsToo() {
        Fence shared = new Fence();
        gate.refuse("lost");
        block();
        submit("before", shared);
        submit("lost", shared);
        submit("onTop", shared);
        submit("other");
        gate.open();
        await().until(() -> told.count() == 5);
        assertThat(told.committed).containsExactly("blocker", "before", "other");
        assertThat(told.failed).containsExactly("lost", "onTop");
        assertThat(shared.isBroken()).isTrue();
        submit("later", shared);
        await().until(() -> told.failed.contains("later"));
        submit("fresh", new Fence());
        await().until(() -> told.committed.contains("fresh"));
    }

    @Test
    void manyEntriesBehindOneLostWriteDoNotMakeTheDatabaseLookGone() {
        Fence shared = new Fence();
        gate.refuse("lost");
        block();
        submit("lost", shared);
        IntStream.range(0, 10).forEach(i -> submit("onTop" + i, shared));
        submit("innocent");
        gate.open();
        await().until(() -> told.count() == 13);
        assertThat(told.committed).containsExactly("blocker", "innocent");
        assertThat(told.failed).hasSize(11);
    }

    @Test
    void withTheDatabaseGoneAGroupFailsAfterAFewAttempts() {
        block();
        List<Fence> fences = IntStream.range(0, 400).mapToObj(i -> new Fence()).toList();
        IntStream.range(0, 400).forEach(i -> submit("w" + i, fences.get(i)));
        gate.breakDown();
        gate.open();
        await().until(() -> told.count() == 401);
        assertThat(told.failed).contains("w0", "w399").hasSizeGreaterThanOrEqualTo(400);
        assertThat(fences).allMatch(Fence::isBroken);
        assertThat(gate.attempts()).isLessThan(10);
        gate.repair();
        submit("again");
        await().until(() -> told.committed.contains("again"));
    }

    @Test
    void anEntryOfSeveralWritesIsWrittenWholeOrNotAtAll() {
        gate.refuse("second");
        block();
        journal.submit(told.entry("pair", List.of("first", "second"), new Fence()));
        submit("single");
        gate.open();
        await().until(() -> told.count() == 3);
        assertThat(told.failed).containsExactly("pair");
        assertThat(gate.groups()).containsExactly(List.of("blocker"), List.of("single"));
    }

    @Test
    void closeWritesWhatWaits() {
        block();
        IntStream.range(0, 1_500).forEach(i -> submit("w" + i));
        Thread closer = new Thread(journal::close);
        closer.start();
        gate.open();
        await().until(() -> !closer.isAlive());
        assertThat(told.committed).hasSize(1_501);
        assertThat(journal.waiting()).isZero();
    }

    /** Who was told what, in order. */
    private static final class Told {

        final List<String> committed = Collections.synchronizedList(new ArrayList<>());
        final List<String> failed = Collections.synchronizedList(new ArrayList<>());

        int count() {
            return committed.size() + failed.size();
        }

        Entry<String> entry(String name, List<String> writes, Fence fence) {
            return new Entry<>(writes, fence, () -> committed.add(name), () -> failed.add(name));
        }
    }

    /** A database that holds up its first write until the test opens it, and refuses what it is told to. */
    private static final class Gate implements Journal.Writer<String> {

        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private final List<List<String>> groups = Collections.synchronizedList(new ArrayList<>());
        private final Set<String> refused = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean broken = new AtomicBoolean();
        private volatile int attempts;

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // only the committer writes it
        public void write(List<String> writes) {
            entered.countDown();
            awaitQuietly(opened);
            attempts++;
            if (broken.get() || writes.stream().anyMatch(refused::contains)) {
                throw new IllegalStateException("refused " + writes.size());
            }
            groups.add(List.copyOf(writes));
        }

        void awaitEntered() {
            awaitQuietly(entered);
        }

        void open() {
            opened.countDown();
        }

        void refuse(String write) {
            refused.add(write);
        }

        void breakDown() {
            broken.set(true);
        }

        void repair() {
            broken.set(false);
        }

        int attempts() {
            return attempts;
        }

        List<List<String>> groups() {
            synchronized (groups) {
                return List.copyOf(groups);
            }
        }

        private static void awaitQuietly(CountDownLatch latch) {
            try {
                assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
