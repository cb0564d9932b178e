package org.sippresence.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ResourceUsageTest {

    private static final ResourceUsage BEFORE = ResourceUsage.parse(
            "heap 100000000\nrows_publication 0\nthreads 40\nlanes_waiting 0\nan odd line\nrate 1.5\n");

    private static ResourceUsage after(String heap, String rows, String threads, String waiting) {
        return ResourceUsage.parse(
                "heap " + heap + "\nrows_publication " + rows + "\nthreads " + threads + "\nlanes_waiting " + waiting);
    }

    @Test
    void linesThatAreNoNameAndNumberArePassedOver() {
        assertThat(BEFORE.values()).containsOnlyKeys("heap", "rows_publication", "threads", "lanes_waiting");
        assertThatThrownBy(() -> ResourceUsage.parse("curl: connection refused"))
                .isInstanceOf(BenchFailure.class);
    }

    @Test
    void whatIsWithinItsMarginHasNotGrown() {
        assertThat(BEFORE.grown(after("118000000", "0", "50", "5"))).isEmpty();
        assertThat(BEFORE.grown(after("50000000", "0", "1", "0"))).isEmpty();
    }

    @Test
    void whatIsBeyondItsMarginHasGrown() {
        assertThat(BEFORE.grown(after("119000000", "1", "51", "6")))
                .containsExactly(
                        "heap from 100000000 to 119000000",
                        "rows_publication from 0 to 1",
                        "threads from 40 to 51",
                        "lanes_waiting from 0 to 6");
    }

    @Test
    void whatIsNotMeasuredAnyMoreCountsAsGrown() {
        assertThat(BEFORE.grown(ResourceUsage.parse("heap 1"))).hasSize(3);
    }

    @Test
    void theTableShowsBothAndTheMargin() {
        assertThat(BEFORE.beside(after("1", "2", "3", "4")).lines())
                .hasSize(5)
                .anySatisfy(
                        line -> assertThat(line.strip().split("\\s+", -1)).containsExactly("threads", "40", "3", "10"));
    }
}
