package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.testkit.MutableClock;

final class PeriodicRefreshTest {

    private static final Set<Aor> ALL = IntStream.range(0, 10_000)
            .mapToObj(i -> Aor.parse("sip:u" + i + "@example.org"))
            .collect(Collectors.toSet());

    private final MutableClock clock = new MutableClock(NOON);
    private final PeriodicRefresh rounds = new PeriodicRefresh(Duration.ofMinutes(5), clock);

    private List<Aor> visited() {
        List<Aor> visited = new ArrayList<>();
        rounds.advance(visited::add);
        return visited;
    }

    @Test
    void everybodyIsVisitedOnceInAPeriodALittleAtATime() {
        ALL.forEach(rounds::add);
        List<Aor> visited = new ArrayList<>();
        for (int second = 0; second < 300; second++) {
            clock.advanceSeconds(1);
            List<Aor> now = visited();
            assertThat(now).hasSizeLessThan(100);
            visited.addAll(now);
        }
        assertThat(visited).hasSameSizeAs(ALL);
        assertThat(new HashSet<>(visited)).isEqualTo(ALL);
    }

    @Test
    void afterALongPauseNobodyIsVisitedTwice() {
        ALL.forEach(rounds::add);
        clock.advance(Duration.ofHours(7));
        assertThat(visited()).doesNotHaveDuplicates().hasSameSizeAs(ALL);
        assertThat(visited()).isEmpty();
        clock.advanceSeconds(1);
        assertThat(visited()).hasSizeLessThan(100).isNotEmpty();
    }

    @Test
    void whoIsRemovedIsNotVisited() {
        ALL.forEach(rounds::add);
        ALL.forEach(rounds::remove);
        clock.advance(Duration.ofMinutes(5));
        assertThat(visited()).isEmpty();
    }

    @Test
    void longPeriodsAreWalkedInStepsToo() {
        PeriodicRefresh aDay = new PeriodicRefresh(Duration.ofDays(1), clock);
        ALL.forEach(aDay::add);
        List<Aor> visited = new ArrayList<>();
        for (int minute = 0; minute < 24 * 60; minute++) {
            clock.advanceSeconds(60);
            aDay.advance(visited::add);
        }
        assertThat(visited).doesNotHaveDuplicates().hasSameSizeAs(ALL);
    }
}
