package org.sippresence.clientsubscription;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * The delay before the next attempt: doubles after each failure, with random jitter.
 *
 * @param first delay after one failure
 * @param max the largest delay
 * @param random from 0 to 1
 */
record BackOff(Duration first, Duration max, DoubleSupplier random) {

    private static final int MAX_DOUBLINGS = 20;

    /** The delay after this number of consecutive failures, at least 1. */
    Duration after(int failures) {
        long millis = first.toMillis() << Math.min(failures - 1, MAX_DOUBLINGS);
        return jittered(Math.min(millis, max.toMillis()));
    }

    /** The delay after a failure that only an administrator can correct. */
    Duration longest() {
        return jittered(max.toMillis());
    }

    private Duration jittered(long millis) {
        return Duration.ofMillis((long) (millis * (0.75 + 0.5 * random.getAsDouble())));
    }
}
