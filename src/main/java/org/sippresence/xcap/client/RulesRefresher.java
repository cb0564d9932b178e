package org.sippresence.xcap.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.sippresence.model.Aor;
import org.sippresence.settings.XcapSettings.Limits;

/** Tracks the watched presentities and when to request their rules again. Thread-safe; one thread calls {@link #advance}. */
final class RulesRefresher {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Map<Aor, PresentityRules> watched = new ConcurrentHashMap<>();
    private final Queue<Retry> retries = new ConcurrentLinkedQueue<>();
    private final Optional<PeriodicRefresh> rounds;
    private final int mostRetries;
    private final Clock clock;

    /** A presentity whose rules are not known yet. */
    private record Retry(PresentityRules subject, Instant when) {}

    RulesRefresher(Limits limits, Clock clock) {
        this.rounds = limits.refresh().map(period -> new PeriodicRefresh(period, clock));
        this.mostRetries = Math.max(1, limits.requestsPerSecond() / 10);
        this.clock = clock;
    }

    Optional<PresentityRules> find(Aor presentity) {
        return Optional.ofNullable(watched.get(presentity));
    }

    int size() {
        return watched.size();
    }

    /** Adds a presentity; returns whether it is new. */
    boolean add(PresentityRules subject) {
        if (watched.putIfAbsent(subject.presentity(), subject) != null) {
            return false;
        }
        rounds.ifPresent(each -> each.add(subject.presentity()));
        return true;
    }

    Optional<PresentityRules> remove(Aor presentity) {
        rounds.ifPresent(each -> each.remove(presentity));
        return Optional.ofNullable(watched.remove(presentity));
    }

    /** Schedules a retry for a presentity without known rules, so that it does not wait for the next refresh. */
    void failed(PresentityRules subject) {
        if (!subject.isKnown() && watched.get(subject.presentity()) == subject && subject.startRetrying()) {
            retries.add(new Retry(subject, clock.instant().plus(RETRY)));
        }
    }

    /** Visits the presentities that are due. */
    void advance(Consumer<PresentityRules> visit) {
        rounds.ifPresent(each -> each.advance(presentity -> find(presentity).ifPresent(visit)));
        Instant now = clock.instant();
        for (int visited = 0; visited < mostRetries; visited++) {
            Retry first = retries.peek();
            if (first == null || first.when().isAfter(now)) {
                return;
            }
            retries.remove();
            first.subject().stopRetrying();
            if (watched.get(first.subject().presentity()) == first.subject()) {
                visit.accept(first.subject());
            }
        }
    }
}
