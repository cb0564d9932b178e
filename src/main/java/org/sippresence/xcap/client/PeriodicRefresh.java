package org.sippresence.xcap.client;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sippresence.model.Aor;

/**
 * Visits all watched presentities once per period, spread evenly over the period. Thread-safe; one thread calls
 * {@link #advance}.
 */
final class PeriodicRefresh {

    private static final int MOST_STEPS = 3600;

    private final List<Set<Aor>> places;
    private final Duration step;
    private final Clock clock;
    private Instant next;
    private int at;

    /**
     * Creates the schedule.
     *
     * @param period at least one second
     */
    PeriodicRefresh(Duration period, Clock clock) {
        int steps = (int) Math.min(MOST_STEPS, period.toSeconds());
        this.places = IntStream.range(0, steps)
                .<Set<Aor>>mapToObj(i -> ConcurrentHashMap.newKeySet())
                .toList();
        this.step = period.dividedBy(steps);
        this.clock = clock;
        this.next = clock.instant().plus(step);
    }

    void add(Aor presentity) {
        place(presentity).add(presentity);
    }

    void remove(Aor presentity) {
        place(presentity).remove(presentity);
    }

    private Set<Aor> place(Aor presentity) {
        return places.get(Math.floorMod(presentity.hashCode(), places.size()));
    }

    /** Visits the presentities that became due since the last call, each once, however long ago that was. */
    void advance(Consumer<Aor> visit) {
        Instant now = clock.instant();
        for (int steps = 0; !now.isBefore(next) && steps < places.size(); steps++) {
            places.get(at).forEach(visit);
            at = (at + 1) % places.size();
            next = next.plus(step);
        }
        if (!now.isBefore(next)) {
            next = now.plus(step);
        }
    }
}
