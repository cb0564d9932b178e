package org.sippresence.sip.fastpath;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.sippresence.engine.RateSketch;
import org.sippresence.model.PerDomain;

/**
 * The request rates of all domains: exact for those with a rate of their own, all others in the fixed memory of a
 * {@link RateSketch}. Thread-safe.
 */
final class DomainRates {

    /** A burst may contain the requests of this many seconds. */
    static final int BURST_SECONDS = 2;

    private static final long SECOND = 1_000_000_000L;

    private final PerDomain<Rate> rates;

    /** Whether a request to a domain is within its rate; if so, it is counted. */
    @FunctionalInterface
    private interface Rate {
        boolean admits(String domain, long now);
    }

    /** @param perSecond 0 for no limit */
    DomainRates(PerDomain<Integer> perSecond) {
        PerDomain<Rate> exact = perSecond.map(each -> each == 0 ? (domain, now) -> true : exact(each));
        int standard = perSecond.standard();
        rates = new PerDomain<>(standard == 0 ? (domain, now) -> true : sketched(standard), exact.own());
    }

    /**
     * Whether a request is within the rate of its domain; if so, it is counted.
     *
     * @param domain in lower case
     * @param now nanoseconds since a fixed moment, not negative
     */
    boolean admits(String domain, long now) {
        return rates.of(domain).admits(domain, now);
    }

    private static Rate sketched(int perSecond) {
        long interval = SECOND / perSecond;
        RateSketch sketch = new RateSketch(interval, (long) BURST_SECONDS * perSecond, interval);
        return (domain, now) -> {
            byte[] key = domain.getBytes(StandardCharsets.UTF_8);
            return sketch.admits(key, key.length, now);
        };
    }

    /** The generic cell rate algorithm, as in {@link RateSketch}. */
    private static Rate exact(int perSecond) {
        long interval = SECOND / perSecond;
        long burst = ((long) BURST_SECONDS * perSecond - 1) * interval;
        AtomicLong full = new AtomicLong(); // the time at which the whole allowance is available again
        return (domain, now) -> {
            long seen = full.get();
            while (seen - now <= burst) {
                long witness = full.compareAndExchange(seen, Math.max(seen, now) + interval);
                if (witness == seen) {
                    return true;
                }
                seen = witness;
            }
            return false;
        };
    }
}
