package org.sippresence.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RefusalCountsTest {

    private static final long MINUTE = RefusalCounts.PERIOD.toNanos();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - MINUTE); // nanoTime may overflow
    private final RefusalCounts counts = new RefusalCounts(now::get);

    private int lines(String source, int refusals) {
        int lines = 0;
        for (int i = 0; i < refusals; i++) {
            lines += counts.admits(AuditFixtures.wrongPassword(source)) ? 1 : 0;
        }
        return lines;
    }

    @Test
    void theFirstOnesOfASourceGetLinesAndTheOthersACount() {
        assertThat(lines("192.0.2.1", 100_000)).isEqualTo(RefusalCounts.FIRST);
        assertThat(lines("192.0.2.2", 1)).isEqualTo(1);
        assertThat(counts.finished()).isEmpty();
        now.addAndGet(MINUTE);
        List<RefusalCounts.Summary> summaries = counts.finished();
        assertThat(summaries).hasSize(1);
        assertThat(summaries.get(0).count()).isEqualTo(100_000 - RefusalCounts.FIRST);
        assertThat(summaries.get(0).seconds()).isEqualTo(60);
        assertThat(summaries.get(0).ofOneSource()).isTrue();
        assertThat(summaries.get(0).last().source().getHostAddress()).isEqualTo("192.0.2.1");
    }

    @Test
    void whileASourceGoesOnThereIsOneLineAMinute() {
        lines("192.0.2.1", 11);
        for (int minute = 0; minute < 5; minute++) {
            now.addAndGet(MINUTE);
            assertThat(counts.finished()).hasSize(1);
            assertThat(lines("192.0.2.1", 7)).isZero();
        }
        now.addAndGet(MINUTE);
        assertThat(counts.finished()).hasSize(1).allMatch(each -> each.count() == 7);
        now.addAndGet(MINUTE);
        assertThat(counts.finished()).isEmpty();
        assertThat(lines("192.0.2.1", 20)).isEqualTo(RefusalCounts.FIRST);
    }

    @Test
    void theAddressesOfAnIpv6NetworkAreOneSource() {
        assertThat(lines("2001:db8::1", 20)).isEqualTo(RefusalCounts.FIRST);
        assertThat(lines("2001:db8::2", 20)).isZero();
        assertThat(lines("2001:db8:0:1::2", 20)).isEqualTo(RefusalCounts.FIRST);
    }

    @Test
    void manySourcesDoNotMakeManyLines() {
        int lines = 0;
        for (int minute = 0; minute < 10; minute++) {
            for (int i = 0; i < 10_000; i++) {
                lines += lines("10." + minute + "." + i / 256 + "." + i % 256, 2);
            }
            now.addAndGet(MINUTE);
            lines += counts.finished().size();
        }
        assertThat(lines).isLessThanOrEqualTo(10 * (RefusalCounts.FIRST_OF_ALL + RefusalCounts.MOST_SOURCES + 1));
    }

    @Test
    void nothingIsForgottenInTheCounts() {
        long lines = 0;
        for (int i = 0; i < 10_000; i++) {
            lines += lines("10.0." + i / 256 + "." + i % 256, 3);
        }
        List<RefusalCounts.Summary> summaries = counts.takeAll();
        assertThat(lines
                        + summaries.stream()
                                .mapToLong(RefusalCounts.Summary::count)
                                .sum())
                .isEqualTo(30_000);
        assertThat(summaries).anyMatch(each -> !each.ofOneSource());
        assertThat(counts.takeAll()).isEmpty();
    }
}
