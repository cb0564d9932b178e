package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LoadTimersTest {

    private static final long TICK = 10_000_000L;

    @Test
    void eachDeadlineComesOnceAndNotBeforeItsTimeAndAtMostTwoTicksLate() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            long start = random.nextInt(1_000_000_000);
            LoadTimers wheel = new LoadTimers(start);
            List<Transaction> all = new ArrayList<>();
            Set<Transaction> removed = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                Transaction transaction = new Transaction(i);
                transaction.due = start + random.nextInt(4_000) * 1_000_000L;
                wheel.set(transaction);
                all.add(transaction);
                if (random.nextInt(4) == 0) {
                    transaction.unlink();
                    removed.add(transaction);
                }
            }
            Set<Transaction> expired = new HashSet<>();
            for (long now = start; now < start + 5_000_000_000L; now += 3_000_000) {
                long at = now;
                wheel.expire(now, transaction -> {
                    assertThat(expired.add(transaction)).isTrue();
                    assertThat(at - transaction.due).isBetween(0L, 2 * TICK);
                });
            }
            assertThat(expired)
                    .as("seed %d", seed)
                    .hasSize(all.size() - removed.size())
                    .doesNotContainAnyElementsOf(removed);
        }
    }
}
