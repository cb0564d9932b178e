package org.sippresence.process;

import java.time.Duration;
import org.awaitility.Awaitility;

/** Waiting for a time of which nothing can be seen from outside: a lifetime that runs out while the server is down. */
final class Waiting {

    private Waiting() {}

    /** Until {@link System#nanoTime} says so. */
    static void until(long nanoTime) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() - nanoTime >= 0);
    }
}
