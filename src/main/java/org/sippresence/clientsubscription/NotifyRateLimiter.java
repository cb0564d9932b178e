package org.sippresence.clientsubscription;

import java.time.Instant;

/** Detects more NOTIFYs per second than a correct notifier sends. */
final class NotifyRateLimiter {

    private static final int MOST = 50;

    private Instant began = Instant.MIN;
    private int count;

    boolean rages(Instant now) {
        if (began.equals(Instant.MIN) || !now.isBefore(began.plusSeconds(1))) {
            began = now;
            count = 0;
        }
        return ++count > MOST;
    }
}
