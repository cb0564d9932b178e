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
    private final Optional<PeriodicRefresh> periodic;
    private final int maxRetries;
    private final Clock clock;

    /** A presentity whose rules are not known yet. */
    private record Retry(PresentityRules rules, Instant when) {}

    RulesRefresher(Limits limits, Clock clock) {
        this.periodic = limits.refresh().map(period -> new PeriodicRefresh(period, clock));
        this.maxRetries = Math.max(1, limits.requestsPerSecond() / 10);
        this.clock = clock;
    }

    Optional<PresentityRules> find(Aor presentity) {
        return Optional.ofNullable(watched.get(presentity));
    }

    int size() {
        return watched.size();
    }

    /** Adds a presentity; returns whether it is new. */
    boolean add(PresentityRules rules) {
        if (watched.putIfAbsent(rules.presentity(), rules) != null) {
            return false;
        }
        periodic.ifPresent(each -> each.add(rules.presentity()));
        return true;
    }

    Optional<PresentityRules> remove(Aor presentity) {
        periodic.ifPresent(each -> each.remove(presentity));
        return Optional.ofNullable(watched.remove(presentity));
    }

    /** Schedules a retry for a presentity without known rules, so that it does not wait for the next refresh. */
    void failed(PresentityRules rules) {
        if (!rules.isKnown() && watched.get(rules.presentity()) == rules && rules.startRetrying()) {
            retries.add(new Retry(rules, clock.instant().plus(RETRY)));
        }
    }

    /** Visits the presentities that are due. */
    void advance(Consumer<PresentityRules> visit) {
        periodic.ifPresent(each -> each.advance(presentity -> find(presentity).ifPresent(visit)));
        Instant now = clock.instant();
        for (int visited = 0; visited < maxRetries; visited++) {
            Retry first = retries.peek();
            if (first == null || first.when().isAfter(now)) {
                return;
            }
            retries.remove();
            first.rules().stopRetrying();
            if (watched.get(first.rules().presentity()) == first.rules()) {
                visit.accept(first.rules());
            }
        }
    }
}
