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

    private static final int MAX_STEPS = 3600;

    private final List<Set<Aor>> slots;
    private final Duration step;
    private final Clock clock;
    private Instant next;
    private int position;

    /**
     * Creates the schedule.
     *
     * @param period at least one second
     */
    PeriodicRefresh(Duration period, Clock clock) {
        int steps = (int) Math.min(MAX_STEPS, period.toSeconds());
        this.slots = IntStream.range(0, steps)
                .<Set<Aor>>mapToObj(i -> ConcurrentHashMap.newKeySet())
                .toList();
        this.step = period.dividedBy(steps);
        this.clock = clock;
        this.next = clock.instant().plus(step);
    }

    void add(Aor presentity) {
        slot(presentity).add(presentity);
    }

    void remove(Aor presentity) {
        slot(presentity).remove(presentity);
    }

    private Set<Aor> slot(Aor presentity) {
        return slots.get(Math.floorMod(presentity.hashCode(), slots.size()));
    }

    /** Visits the presentities that became due since the last call, each once, however long ago that was. */
    void advance(Consumer<Aor> visit) {
        Instant now = clock.instant();
        for (int steps = 0; !now.isBefore(next) && steps < slots.size(); steps++) {
            slots.get(position).forEach(visit);
            position = (position + 1) % slots.size();
            next = next.plus(step);
        }
        if (!now.isBefore(next)) {
            next = now.plus(step);
        }
    }
}
