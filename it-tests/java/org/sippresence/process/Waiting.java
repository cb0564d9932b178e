package org.sippresence.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Waits for times that cannot be observed from outside: a lifetime that expires while the server is down. */
final class Waiting {

    private Waiting() {}

    static void during(Duration time) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
                .join();
    }
}
