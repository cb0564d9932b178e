package org.sippresence.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.sippresence.sipclient.Metrics;

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

    /** Until the server has stored that all watchers have acknowledged everything, so that none is told again after a kill. */
    static void untilAcknowledged(ServerProcess server, String adminToken) {
        Awaitility.await("what was acknowledged is stored")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Metrics.read(server, adminToken, "presence_acknowledgements_behind") == 0);
    }
}
