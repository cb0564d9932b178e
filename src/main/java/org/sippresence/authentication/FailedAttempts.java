package org.sippresence.authentication;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sippresence.engine.RateSketch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows down those who guess credentials: at each entry point a source may fail some times at once, then once a second. Beyond that
 * its credentials are not checked there. The entry points are counted separately, so that a phone with a wrong password does not lock
 * out an administrator behind the same address. A source is an IPv4 address or the /64 network of an IPv6 address, loopback addresses
 * included; trusted peers are not limited. The memory is fixed, see {@link RateSketch}. Thread-safe.
 */
public final class FailedAttempts {

    private static final Logger LOG = LoggerFactory.getLogger(FailedAttempts.class);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final int NETWORK_BYTES = 8;

    /**
     * Requests that are checked at the same time may fail beyond the budget. The source waits for them, but not longer than this,
     * because others may be behind the same address.
     */
    private static final long MOST_DEBT = Duration.ofMinutes(1).toNanos();

    private final RateSketch failures;
    private final boolean limited;
    private final Predicate<InetAddress> trusted;
    private final LongSupplier nanos;
    private final long origin;

    /** Where requests with credentials arrive; each has a budget of its own. */
    public enum EntryPoint {
        SIP,
        XCAP,
        REST;

        /** Counted separately by the log, too, which distinguishes lines by their patterns. */
        private final String pattern = name() + ": wrong credentials from {}";

        /** Distinguishes the keys of the budgets. */
        private final byte letter = (byte) name().charAt(0);
    }

    /**
     * Creates the counters.
     *
     * @param atOnce number of failures that a source may have at the same time at one entry point; 0 for no limit
     * @param trusted peers that are not limited
     */
    public FailedAttempts(int atOnce, Predicate<InetAddress> trusted) {
        this(atOnce, trusted, System::nanoTime);
    }

    FailedAttempts(int atOnce, Predicate<InetAddress> trusted, LongSupplier nanos) {
        this.failures = new RateSketch(SECOND, Math.max(1, atOnce), MOST_DEBT);
        this.limited = atOnce > 0;
        this.trusted = Objects.requireNonNull(trusted, "trusted");
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
    }

    /** Whether the credentials of a request from this source may be checked. */
    public boolean admits(InetAddress source, EntryPoint entry) {
        return timeToNext(source, entry).isZero();
    }

    /** The time after which credentials of this source are checked again, for Retry-After; zero if they are now. */
    public Duration timeToNext(InetAddress source, EntryPoint entry) {
        if (!limited || trusted.test(source)) {
            return Duration.ZERO;
        }
        byte[] key = key(source, entry);
        return Duration.ofNanos(failures.timeToNext(key, key.length, now()));
    }

    /** Counts wrong credentials of a request from this source, and logs them: repetitions as one line a minute. */
    public void failed(InetAddress source, EntryPoint entry) {
        LOG.info(entry.pattern, source.getHostAddress());
        if (limited && !trusted.test(source)) {
            byte[] key = key(source, entry);
            failures.count(key, key.length, now());
        }
    }

    /** The number of leading bytes of an address that identify its source. */
    public static int sourceLength(byte[] address) {
        return Math.min(address.length, NETWORK_BYTES);
    }

    private static byte[] key(InetAddress source, EntryPoint entry) {
        byte[] address = source.getAddress();
        int length = sourceLength(address);
        byte[] key = Arrays.copyOf(address, length + 1);
        key[length] = entry.letter;
        return key;
    }

    private long now() {
        return nanos.getAsLong() - origin;
    }
}
