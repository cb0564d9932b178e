package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HistogramTest {

    private static final long SEED = 7;

    @Test
    void percentilesAreWithinOnePerCentOfTheSortedTimes() {
        Random random = new Random(SEED);
        for (int spread : new int[] {10, 1_000, 1_000_000, 100_000_000}) {
            Histogram histogram = new Histogram();
            long[] micros = new long[5_000];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = (long) (Math.pow(random.nextDouble(), 3) * spread);
                histogram.add(micros[i] * 1_000);
            }
            Arrays.sort(micros);
            for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
                double exact = micros[(int) Math.ceil(share * micros.length) - 1];
                assertThat((double) histogram.percentile(share))
                        .as("seed %d, spread %d, share %s", SEED, spread, share)
                        .isCloseTo(exact, within(exact * 0.01));
            }
            assertThat(histogram.millis().get("max")).isEqualTo(micros[micros.length - 1] / 1000.0);
        }
    }

    @Test
    void withoutTimesAllIsZero() {
        assertThat(new Histogram().millis().values()).containsOnly(0.0);
    }

    @Test
    void negativeTimesCountAsZero() {
        Histogram histogram = new Histogram();
        histogram.add(-5_000);
        assertThat(histogram.percentile(1)).isZero();
        assertThat(histogram.count()).isEqualTo(1);
    }
}
