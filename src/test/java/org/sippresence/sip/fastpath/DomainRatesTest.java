package org.sippresence.sip.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.PerDomain;

final class DomainRatesTest {

    private static final long SECOND = 1_000_000_000L;

    private final DomainRates rates =
            new DomainRates(new PerDomain<>(10, Map.of("fast.example", 1_000, "free.example", 0)));

    /** Offers ten times what is allowed for ten seconds; returns how many are admitted. */
    private long admitted(String domain, int perSecond) {
        return IntStream.range(0, 10 * 10 * perSecond)
                .filter(i -> rates.admits(domain, i * SECOND / (10L * perSecond)))
                .count();
    }

    @Test
    void aFloodIsReducedToTheRateOfItsDomain() {
        assertThat(admitted("fast.example", 1_000)).isBetween(11_998L, 12_000L);
        assertThat(admitted("one.example", 10)).isBetween(118L, 121L);
        assertThat(admitted("free.example", 1_000)).isEqualTo(100_000);
    }

    @Test
    void theFloodOfOneDomainLeavesTheRateOfTheOthers() {
        admitted("one.example", 10);
        admitted("fast.example", 1_000);
        long now = 10 * SECOND;
        for (int i = 0; i < 100; i++) {
            assertThat(rates.admits("two.example", now + i * SECOND / 10)).isTrue();
        }
    }

    @Test
    void theRateIsAvailableAgainAfterTheBurst() {
        long now = 10 * SECOND;
        for (int i = 0; i < 10 * DomainRates.BURST_SECONDS; i++) {
            assertThat(rates.admits("one.example", now)).isTrue();
        }
        assertThat(rates.admits("one.example", now + SECOND / 10 - 1)).isFalse();
        assertThat(rates.admits("one.example", now + SECOND / 10)).isTrue();
        assertThat(rates.admits("one.example", now + SECOND / 10)).isFalse();
    }
}
