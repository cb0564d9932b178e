package org.sippresence.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Times in microseconds, in buckets at most 0.8 % wide: memory does not depend on the number of values. The maximum is
 * exact. Not thread-safe.
 */
final class Histogram {

    private static final int BITS = 7;
    private static final int SUB = 1 << BITS;
    private static final int OCTAVES = 40;

    private final int[] counts = new int[SUB * OCTAVES];
    private long total;
    private long max;

    /** Adds a time in nanoseconds; negative ones count as zero. */
    void add(long nanos) {
        long micros = Math.max(0, nanos / 1_000);
        counts[Math.min(counts.length - 1, bucket(micros))]++;
        total++;
        max = Math.max(max, micros);
    }

    private static int bucket(long micros) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(micros);
        if (bits <= BITS) {
            return (int) micros;
        }
        int shift = bits - BITS - 1;
        return (shift + 1) * SUB + (int) (micros >>> shift) - SUB;
    }

    /** The largest value of a bucket. */
    private static long upper(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = bucket / SUB - 1;
        return (((long) bucket % SUB + SUB + 1) << shift) - 1;
    }

    long count() {
        return total;
    }

    /** The time in microseconds that this share of all values does not exceed; 0 if there is none. */
    long percentile(double share) {
        long rank = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.min(max, upper(i));
            }
        }
        return 0;
    }

    /** p50, p99 and max in milliseconds. */
    Map<String, Double> millis() {
        Map<String, Double> quantiles = new LinkedHashMap<>();
        quantiles.put("p50", percentile(0.5) / 1000.0);
        quantiles.put("p99", percentile(0.99) / 1000.0);
        quantiles.put("max", max / 1000.0);
        return quantiles;
    }
}
