package org.sippresence.sip.fastpath;

import java.net.InetAddress;
import org.sippresence.engine.RateSketch;
import org.sippresence.hook.ConnectionLimits;

/**
 * The request rates of all sources, in the fixed memory of a {@link RateSketch}. A source is an IPv4 address or the /64 network of
 * an IPv6 address. Thread-safe.
 */
public final class SourceRates {

    /** A burst may contain the requests of this many seconds. */
    static final int BURST_SECONDS = 10;

    private static final long SECOND = 1_000_000_000L;

    private final RateSketch rates;

    /** @param perSecond at least 1 */
    public SourceRates(int perSecond) {
        rates = new RateSketch(SECOND / perSecond, (long) BURST_SECONDS * perSecond, SECOND / perSecond);
    }

    /**
     * Whether a request is within the rate of its source; if so, it is counted.
     *
     * @param now nanoseconds since a fixed moment, not negative
     */
    boolean admits(InetAddress source, long now) {
        byte[] address = source.getAddress();
        return rates.admits(address, ConnectionLimits.sourceLength(address), now);
    }
}
