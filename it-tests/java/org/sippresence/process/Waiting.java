package org.sippresence.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.sippresence.sipclient.Metrics;

/** Waits for times that cannot be observed from outside: a lifetime that expires while the server is down. */
final class Waiting {

    private Waiting() {}

    /** Waits until {@link System#nanoTime} reaches the value. */
    static void until(long nanoTime) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> System.nanoTime() - nanoTime >= 0);
    }

    /**
     * Waits until the server has stored that all watchers have acknowledged everything, so that none is notified again
     * after a kill.
     */
    static void untilAcknowledged(ServerProcess server, String adminToken) {
        Awaitility.await("what was acknowledged is stored")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Metrics.read(server, adminToken, "presence_acknowledgements_behind") == 0);
    }
}
