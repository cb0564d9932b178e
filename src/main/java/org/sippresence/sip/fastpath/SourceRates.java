package org.sippresence.sip.fastpath;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import org.sippresence.engine.KeyedHash;
import org.sippresence.hook.ConnectionLimits;

/**
 * The request rates of all sources in a fixed 1 MiB: the generic cell rate algorithm (ITU-T I.371) in a count-min sketch of two
 * rows. A source is an IPv4 address or the /64 network of an IPv6 address. Sources that collide in both rows share an allowance;
 * a secret in the hash prevents chosen collisions. Thread-safe.
 */
public final class SourceRates {

    /** A burst may contain the requests of this many seconds. */
    static final int BURST_SECONDS = 10;

    private static final int PLACES = 1 << 16;
    private static final long SECOND = 1_000_000_000L;

    private final KeyedHash hash = new KeyedHash();

    /** The time at which the whole allowance is available again, in nanoseconds. */
    private final AtomicLongArray first = new AtomicLongArray(PLACES);

    private final AtomicLongArray second = new AtomicLongArray(PLACES);
    private final long burst;
    private final LongBinaryOperator spend;

    /** @param perSecond at least 1 */
    public SourceRates(int perSecond) {
        long interval = SECOND / perSecond;
        burst = BURST_SECONDS * SECOND - interval;
        spend = (full, now) -> Math.max(full, now) + interval;
    }

    /**
     * Whether a request is within the rate of its source; if so, it is counted.
     *
     * @param now nanoseconds since a fixed moment, not negative
     */
    boolean admits(InetAddress source, long now) {
        byte[] address = source.getAddress();
        long hashed = hash.of(0, address, 0, ConnectionLimits.sourceLength(address));
        int one = (int) hashed & (PLACES - 1);
        int other = (int) (hashed >>> 32) & (PLACES - 1);
        if (Math.min(first.get(one), second.get(other)) - now > burst) {
            return false;
        }
        first.accumulateAndGet(one, now, spend);
        second.accumulateAndGet(other, now, spend);
        return true;
    }
}
