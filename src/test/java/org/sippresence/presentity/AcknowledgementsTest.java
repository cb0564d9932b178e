package org.sippresence.presentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.engine.Fence;
import org.sippresence.engine.Journal;
import org.sippresence.testkit.TestBed;

final class AcknowledgementsTest {

    private final InMemoryPresentityStore store = new InMemoryPresentityStore();

    @AutoClose
    private final TestBed bed = TestBed.plan().store(store).start();

    private final ChangeSequence demands = bed.presentities.changeSequence();
    private final Map<String, Long> outstanding = new HashMap<>();
    private final Map<String, Long> newest = new HashMap<>();

    private Acknowledgements begun(Journal<Write> journal) {
        Acknowledgements made = new Acknowledgements(
                bed.presentities, journal, each -> Map.copyOf(outstanding).forEach(each::accept));
        made.startAt(LaggingWatchers.NOBODY);
        return made;
    }

    private boolean lags(String subscription) {
        LaggingWatchers stored = store.lagging();
        return newest.getOrDefault(subscription, 0L) > stored.mark()
                || stored.listed().contains(subscription);
    }

    private void demand(String subscription) {
        long number = demands.next();
        newest.put(subscription, number);
        outstanding.putIfAbsent(subscription, number);
    }

    /** Returns when what it writes is committed and taken note of. */
    private static void flush(Acknowledgements acknowledgements, Journal<Write> journal) throws InterruptedException {
        acknowledgements.flush();
        CountDownLatch behind = new CountDownLatch(1);
        journal.submit(new Journal.Entry<>(List.of(), new Fence(), behind::countDown, behind::countDown));
        assertThat(behind.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** The server may die after each step: nobody who lags is missed, and who acknowledged some flushes ago is not told again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodyWhoLagsIsMissedAndNobodyElseIsTold(long seed) throws InterruptedException {
        Random random = new Random(seed);
        List<String> all = List.of("a", "b", "c", "d", "e", "f");
        try (Journal<Write> journal = new Journal<>(store::write, Duration.ZERO)) {
            Acknowledgements acknowledgements = begun(journal);
            for (int step = 0; step < 400; step++) {
                String subscription = all.get(random.nextInt(all.size()));
                switch (random.nextInt(6)) {
                    case 0, 1 -> demand(subscription);
                    case 2, 3 -> outstanding.remove(subscription);
                    case 4 -> flush(acknowledgements, journal);
                    default -> {
                        for (int i = 0; i <= Acknowledgements.SLOW; i++) {
                            flush(acknowledgements, journal);
                        }
                        assertThat(all)
                                .as("seed %d, step %d", seed, step)
                                .filteredOn(each -> !outstanding.containsKey(each))
                                .noneMatch(this::lags);
                    }
                }
                assertThat(outstanding.keySet())
                        .as("seed %d, step %d", seed, step)
                        .allMatch(this::lags);
            }
        }
    }

    @Test
    void whoeverIsSlowIsListedAndHoldsNobodyBack() throws InterruptedException {
        try (Journal<Write> journal = new Journal<>(store::write, Duration.ZERO)) {
            Acknowledgements acknowledgements = begun(journal);
            demand("slow");
            for (int i = 0; i <= Acknowledgements.SLOW; i++) {
                demand("b");
                outstanding.remove("b");
                flush(acknowledgements, journal);
            }
            assertThat(store.lagging().listed()).containsExactly("slow");
            assertThat(lags("b")).isFalse();
            assertThat(acknowledgements.isBehind()).isTrue();
            outstanding.remove("slow");
            flush(acknowledgements, journal);
            assertThat(store.lagging().listed()).isEmpty();
            assertThat(acknowledgements.isBehind()).isFalse();
        }
    }

    @Test
    void whatIsOutstandingAtTheEndIsListedEvenIfItIsNew() throws InterruptedException {
        try (Journal<Write> journal = new Journal<>(store::write, Duration.ZERO)) {
            Acknowledgements acknowledgements = begun(journal);
            demand("a");
            demand("b");
            outstanding.remove("b");
            acknowledgements.flush();
            acknowledgements.close();
            flush(acknowledgements, journal); // as the timer does that was waiting for close
            flush(acknowledgements, journal);
            assertThat(lags("a")).isTrue();
            assertThat(lags("b")).isFalse();
        }
    }

    @Test
    void whatIsBeingDecidedHoldsTheMarkBack() throws InterruptedException {
        try (Journal<Write> journal = new Journal<>(store::write, Duration.ZERO)) {
            Acknowledgements acknowledgements = begun(journal);
            demand("b");
            outstanding.remove("b");
            ChangeSequence.Open open = demands.open();
            newest.put("a", open.number());
            flush(acknowledgements, journal);
            flush(acknowledgements, journal);
            assertThat(lags("a")).as("its outbox is not marked yet").isTrue();
            assertThat(lags("b")).isFalse();
            demands.close(open);
            flush(acknowledgements, journal);
            assertThat(lags("a")).isFalse();
        }
    }
}
