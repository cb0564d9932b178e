package org.sippresence.model;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The configured limits with counters of the requests rejected because of them. Thread-safe. */
public final class Bounds {

    private final Map<Bound, PerDomain<Limit>> limits = new EnumMap<>(Bound.class);

    /** A limit with the number of requests rejected because of it. */
    private record Limit(int most, LongAdder refused) {
        Limit(int most) {
            this(most, new LongAdder());
        }
    }

    /**
     * Creates limits.
     *
     * @param limits the limits; an absent one is unlimited
     */
    public Bounds(Map<Bound, PerDomain<Integer>> limits) {
        for (Bound each : Bound.values()) {
            this.limits.put(
                    each,
                    limits.getOrDefault(each, PerDomain.same(Integer.MAX_VALUE)).map(Limit::new));
        }
    }

    /**
     * Whether the number present has reached the limit.
     *
     * @param holder the user whose domain gives the limit
     */
    public boolean isReached(Bound bound, Aor holder, long present) {
        return present >= limits.get(bound).of(holder).most;
    }

    /**
     * Counts a rejected request: 503 with Retry-After if other users reached the limit, otherwise 403.
     *
     * @param domain that gives the limit, in lower case; empty if none does
     */
    public Rejection refuse(Bound bound, String domain, String reason) {
        limits.get(bound).of(domain).refused.increment();
        return bound.retryAfter().isPresent()
                ? Rejection.of(
                        503,
                        reason,
                        "Retry-After",
                        Integer.toString(bound.retryAfter().getAsInt()))
                : Rejection.of(403, reason);
    }

    /** Returns the number of requests rejected since the start, of all domains. */
    public long refused(Bound bound) {
        return refusedByStandard(bound)
                + refusedByDomain(bound).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** As {@link #refused}, of the domains without a limit of their own. */
    public long refusedByStandard(Bound bound) {
        return limits.get(bound).standard().refused.sum();
    }

    /** As {@link #refused}, of each domain with a limit of its own. */
    public Map<String, Long> refusedByDomain(Bound bound) {
        Map<String, Long> refused = new TreeMap<>();
        limits.get(bound).own().forEach((domain, limit) -> refused.put(domain, limit.refused.sum()));
        return refused;
    }
}
