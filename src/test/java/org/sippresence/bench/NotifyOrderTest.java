package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.bench.NotifyOrder.Place.DUPLICATE;
import static org.sippresence.bench.NotifyOrder.Place.NEXT;
import static org.sippresence.bench.NotifyOrder.Place.REORDERED;
import static org.sippresence.bench.NotifyOrder.Place.RETRANSMITTED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NotifyOrderTest {

    @Test
    void theSameNumberIsARetransmissionInItsTransactionAndADuplicateInAnother() {
        NotifyOrder order = new NotifyOrder();
        assertThat(order.take(5, 1)).isEqualTo(NEXT);
        assertThat(order.take(5, 1)).isEqualTo(RETRANSMITTED);
        assertThat(order.take(5, 2)).isEqualTo(DUPLICATE);
        assertThat(order.take(7, 3)).isEqualTo(NEXT);
        assertThat(order.take(6, 4)).isEqualTo(REORDERED);
        assertThat(order.take(6, 4)).isEqualTo(RETRANSMITTED);
        assertThat(order.take(5, 1)).isEqualTo(RETRANSMITTED);
    }

    @Test
    void numbersBelowTheFirstOneAreReordered() {
        NotifyOrder order = new NotifyOrder();
        order.take(5, 1);
        assertThat(order.take(4, 2)).isEqualTo(REORDERED);
        assertThat(order.highest()).isEqualTo(5);
    }

    @Test
    void shuffledWithinABlockEachNumberIsTakenOnceAndThoseAfterAHigherOneAreReordered() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            NotifyOrder order = new NotifyOrder();
            Map<NotifyOrder.Place, Integer> counts = new EnumMap<>(NotifyOrder.Place.class);
            int expectedReordered = 0;
            for (int block = 0; block < 20; block++) {
                List<Integer> numbers = new ArrayList<>();
                for (int i = 0; i < 30; i++) {
                    numbers.add(1_000 + block * 30 + i);
                }
                Collections.shuffle(numbers, random);
                int highest = -1;
                for (int number : numbers) {
                    expectedReordered += number < highest ? 1 : 0;
                    highest = Math.max(highest, number);
                    counts.merge(order.take(number, number), 1, Integer::sum);
                }
                for (int number : numbers) {
                    assertThat(order.take(number, number))
                            .as("seed %d, again %d", seed, number)
                            .isEqualTo(RETRANSMITTED);
                }
            }
            assertThat(counts)
                    .as("seed %d", seed)
                    .containsEntry(REORDERED, expectedReordered)
                    .containsEntry(NEXT, 600 - expectedReordered)
                    .hasSize(2);
        }
    }
}
