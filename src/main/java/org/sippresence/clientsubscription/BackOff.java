package org.sippresence.clientsubscription;

import java.time.Duration;
import java.util.Objects;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before another attempt: twice as long after each failure, and never the same for all.
 *
 * @param first after one failure
 * @param longest after many
 * @param random from 0 to 1
 */
record BackOff(Duration first, Duration longest, DoubleSupplier random) {

    private static final int MOST_DOUBLINGS = 20;

    BackOff {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(longest, "longest");
        Objects.requireNonNull(random, "random");
    }

    /** After so many failures in a row, at least 1. */
    Duration after(int failures) {
        long millis = first.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
        return jittered(Math.min(millis, longest.toMillis()));
    }

    /** When only somebody's hand can help. */
    Duration seldom() {
        return jittered(longest.toMillis());
    }

    private Duration jittered(long millis) {
        return Duration.ofMillis((long) (millis * (0.75 + 0.5 * random.getAsDouble())));
    }
}
