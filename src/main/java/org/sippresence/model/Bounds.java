package org.sippresence.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The configured limits with counters of the requests rejected because of them. Thread-safe. */
public final class Bounds {

    private final Map<Bound, Integer> limits = new EnumMap<>(Bound.class);
    private final Map<Bound, LongAdder> refused = new EnumMap<>(Bound.class);

    /**
     * Creates limits.
     *
     * @param limits the limits; an absent one is unlimited
     */
    public Bounds(Map<Bound, Integer> limits) {
        for (Bound each : Bound.values()) {
            this.limits.put(each, limits.getOrDefault(each, Integer.MAX_VALUE));
            refused.put(each, new LongAdder());
        }
    }

    /** Whether the number present has reached the limit. */
    public boolean isReached(Bound bound, long present) {
        return present >= limits.get(bound);
    }

    /** Counts a rejected request: 503 with Retry-After if other users reached the limit, otherwise 403. */
    public Rejection refuse(Bound bound, String reason) {
        refused.get(bound).increment();
        return bound.retryAfter().isPresent()
                ? Rejection.of(
                        503,
                        reason,
                        "Retry-After",
                        Integer.toString(bound.retryAfter().getAsInt()))
                : Rejection.of(403, reason);
    }

    /** Returns the number of requests rejected since the start. */
    public long refused(Bound bound) {
        return refused.get(bound).sum();
    }
}
