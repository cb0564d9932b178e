package org.sippresence.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class BoundsTest {

    private static final Aor ONE = Aor.parse("sip:alice@one.example");
    private static final Aor TWO = Aor.parse("sip:alice@two.example");

    private final Bounds bounds =
            new Bounds(Map.of(Bound.PUBLICATIONS, new PerDomain<>(5, Map.of("one.example", 2, "three.example", 9))));

    @Test
    void aDomainReachesItsOwnLimit() {
        assertThat(bounds.isReached(Bound.PUBLICATIONS, ONE, 1)).isFalse();
        assertThat(bounds.isReached(Bound.PUBLICATIONS, ONE, 2)).isTrue();
        assertThat(bounds.isReached(Bound.PUBLICATIONS, TWO, 4)).isFalse();
        assertThat(bounds.isReached(Bound.PUBLICATIONS, TWO, 5)).isTrue();
        assertThat(bounds.isReached(Bound.SUBSCRIPTIONS, ONE, Integer.MAX_VALUE - 1))
                .isFalse();
    }

    @Test
    void rejectedRequestsAreCountedByDomainIfItHasALimitOfItsOwn() {
        bounds.refuse(Bound.PUBLICATIONS, "one.example", "too many");
        bounds.refuse(Bound.PUBLICATIONS, "two.example", "too many");
        bounds.refuse(Bound.PUBLICATIONS, "four.example", "too many");
        bounds.refuse(Bound.SUBSCRIPTIONS, "one.example", "too many");
        assertThat(bounds.refused(Bound.PUBLICATIONS)).isEqualTo(3);
        assertThat(bounds.refusedByStandard(Bound.PUBLICATIONS)).isEqualTo(2);
        assertThat(bounds.refusedByDomain(Bound.PUBLICATIONS))
                .isEqualTo(Map.of("one.example", 1L, "three.example", 0L));
        assertThat(bounds.refusedByStandard(Bound.SUBSCRIPTIONS)).isEqualTo(1);
        assertThat(bounds.refusedByDomain(Bound.SUBSCRIPTIONS)).isEmpty();
    }

    @Test
    void aLimitThatOthersReachedIs503() {
        assertThat(bounds.refuse(Bound.PUBLICATIONS, "", "too many").status()).isEqualTo(403);
        Rejection rejection = bounds.refuse(Bound.REQUESTS_PER_DOMAIN, "one.example", "too many");
        assertThat(rejection.status()).isEqualTo(503);
        assertThat(rejection.headers()).containsEntry("Retry-After", "1");
    }
}
