package org.sippresence.sip.fastpath;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongBinaryOperator;
import org.sippresence.engine.KeyedHash;

/**
 * How fast requests come from each source, in 1 MiB that does not grow: the generic cell rate algorithm (ITU-T I.371) in a
 * count-min sketch of two rows. A source is an IPv4 address or the /64 network of an IPv6 address. Those that share both their
 * places share an allowance; a secret keeps that from being chosen. Thread-safe.
 */
public final class SourceRates {

    /** So many seconds' requests may come at once. */
    static final int BURST_SECONDS = 10;

    private static final int PLACES = 1 << 16;
    private static final int IPV4 = 4;
    private static final int NETWORK = 8;
    private static final long SECOND = 1_000_000_000L;

    private final KeyedHash hash = new KeyedHash();

    /** When the whole allowance is there again, in nanoseconds. */
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
     * Whether a request is within what its source may send; then it is counted.
     *
     * @param now nanoseconds since some moment that stays the same, not negative
     */
    boolean admits(InetAddress source, long now) {
        byte[] address = source.getAddress();
        long hashed = hash.of(0, address, 0, address.length == IPV4 ? IPV4 : NETWORK);
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
