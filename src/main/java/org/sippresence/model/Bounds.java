package org.sippresence.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many of each thing there may be, and how many requests were refused because there were as many. Thread-safe. */
public final class Bounds {

    private final Map<Bound, Integer> most = new EnumMap<>(Bound.class);
    private final Map<Bound, LongAdder> refused = new EnumMap<>(Bound.class);

    /** @param most what is not named is not bounded */
    public Bounds(Map<Bound, Integer> most) {
        for (Bound each : Bound.values()) {
            this.most.put(each, most.getOrDefault(each, Integer.MAX_VALUE));
            refused.put(each, new LongAdder());
        }
    }

    /** Nothing is bounded. */
    public static Bounds none() {
        return new Bounds(Map.of());
    }

    /** Whether there are as many as there may be. */
    public boolean isReached(Bound bound, long present) {
        return present >= most.get(bound);
    }

    /** Counts a request that is refused for a bound: 503 with Retry-After if others use it up, otherwise 403. */
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

    /** Requests refused since the start. */
    public long refused(Bound bound) {
        return refused.get(bound).sum();
    }
}
