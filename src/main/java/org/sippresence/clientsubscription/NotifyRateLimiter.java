package org.sippresence.clientsubscription;

import java.time.Instant;

/** Detects more NOTIFYs per second than a correct notifier sends. */
final class NotifyRateLimiter {

    private static final int MAX_PER_SECOND = 50;

    private Instant began = Instant.MIN;
    private int count;

    boolean isExceeded(Instant now) {
        if (began.equals(Instant.MIN) || !now.isBefore(began.plusSeconds(1))) {
            began = now;
            count = 0;
        }
        return ++count > MAX_PER_SECOND;
    }
}
