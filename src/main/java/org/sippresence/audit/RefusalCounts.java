package org.sippresence.audit;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.sippresence.authentication.FailedAttempts;
import org.sippresence.authentication.FailedAttempts.EntryPoint;

/**
 * Decides which refused authentications get a line of their own. Of each source the first ones do, and later ones within the period
 * are counted. While each period has counted ones, only the count is written. The number of sources that are distinguished and the
 * lines of all of them are bounded; the others are counted together. Thread-safe.
 */
final class RefusalCounts {

    /** Lines of one source and entry point in a period. */
    static final int FIRST = 10;

    /** Lines of all sources in a period. */
    static final int FIRST_OF_ALL = 100;

    /** Distinguished sources. */
    static final int MOST_SOURCES = 100;

    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final long NANOS = PERIOD.toNanos();

    private final Map<Key, Count> counts = new HashMap<>();
    private final LongSupplier nanos;
    private long linesSince;
    private int lines;

    /** @param nanos a clock that is not set, such as {@link System#nanoTime} */
    RefusalCounts(LongSupplier nanos) {
        this.nanos = Objects.requireNonNull(nanos, "nanos");
        this.linesSince = nanos.getAsLong();
    }

    /**
     * Refused authentications without a line of their own.
     *
     * @param last of them
     * @param ofOneSource whether all are from the same source
     */
    record Summary(RefusedAuthentication last, boolean ofOneSource, long count, long seconds) {}

    /** @param network an IPv4 address or the first 64 bits of an IPv6 address; empty for all other sources */
    private record Key(EntryPoint entry, ByteBuffer network) {

        static Key of(RefusedAuthentication refusal) {
            byte[] address = refusal.source().getAddress();
            return new Key(refusal.entry(), ByteBuffer.wrap(address, 0, FailedAttempts.sourceLength(address)));
        }

        static Key ofOthers(EntryPoint entry) {
            return new Key(entry, ByteBuffer.allocate(0));
        }

        boolean isOfOneSource() {
            return network.hasRemaining();
        }
    }

    private static final class Count {
        private final long since;
        private int written;
        private long omitted;
        private RefusedAuthentication last;

        Count(long since, RefusedAuthentication last) {
            this.since = since;
            this.last = last;
        }
    }

    /** Whether the refusal gets a line; if not, it is counted. */
    synchronized boolean admits(RefusedAuthentication refusal) {
        long now = nanos.getAsLong();
        if (now - linesSince >= NANOS) {
            linesSince = now;
            lines = 0;
        }
        Key key = Key.of(refusal);
        Count count = counts.get(key);
        if (count != null && count.omitted == 0 && isOver(count, now)) {
            counts.remove(key);
            count = null;
        }
        boolean room = lines < FIRST_OF_ALL;
        if (count == null && room && hasRoom(now)) {
            count = new Count(now, refusal);
            counts.put(key, count);
        }
        if (count != null && room && count.written < FIRST && count.omitted == 0) {
            count.written++;
            lines++;
            return true;
        }
        omit(count == null ? others(refusal, now) : count, refusal);
        return false;
    }

    private boolean hasRoom(long now) {
        if (counts.size() >= MOST_SOURCES) {
            counts.values().removeIf(each -> each.omitted == 0 && isOver(each, now));
        }
        return counts.size() < MOST_SOURCES;
    }

    private Count others(RefusedAuthentication refusal, long now) {
        return counts.computeIfAbsent(Key.ofOthers(refusal.entry()), any -> new Count(now, refusal));
    }

    private static void omit(Count count, RefusedAuthentication refusal) {
        count.omitted++;
        count.last = refusal;
    }

    private static boolean isOver(Count count, long now) {
        return now - count.since >= NANOS;
    }

    /** Returns the counts of periods that have ended. The next period of the same source begins with the count. */
    synchronized List<Summary> finished() {
        long now = nanos.getAsLong();
        List<Summary> summaries = new ArrayList<>();
        Map<Key, Count> next = new HashMap<>();
        for (Iterator<Map.Entry<Key, Count>> each = counts.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Key, Count> entry = each.next();
            Count count = entry.getValue();
            if (isOver(count, now)) {
                each.remove();
                if (count.omitted > 0) {
                    summaries.add(summary(entry.getKey(), count, now));
                    next.put(entry.getKey(), successor(count, now));
                }
            }
        }
        counts.putAll(next);
        return summaries;
    }

    private static Count successor(Count count, long now) {
        Count next = new Count(now, count.last);
        next.written = FIRST;
        return next;
    }

    /** Returns all counts; the next refusal of each source gets a line again. */
    synchronized List<Summary> takeAll() {
        long now = nanos.getAsLong();
        List<Summary> summaries = counts.entrySet().stream()
                .filter(each -> each.getValue().omitted > 0)
                .map(each -> summary(each.getKey(), each.getValue(), now))
                .toList();
        counts.clear();
        return summaries;
    }

    private static Summary summary(Key key, Count count, long now) {
        long seconds = Math.max(1, Duration.ofNanos(now - count.since).toSeconds());
        return new Summary(count.last, key.isOfOneSource(), count.omitted, seconds);
    }
}
