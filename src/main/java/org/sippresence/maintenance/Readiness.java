package org.sippresence.maintenance;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sippresence.presentity.Presentities;

/** Readiness check of the server. Queries the database with a short timeout; concurrent checks share one query. */
public final class Readiness {

    private static final Duration TIMEOUT = Duration.ofMillis(400);
    private static final String NO_ANSWER = "the database does not answer";

    private final Presentities presentities;
    private CompletableFuture<Optional<String>> ping = CompletableFuture.completedFuture(Optional.empty());

    public Readiness(Presentities presentities) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
    }

    /** Returns why the server is not ready; empty if it is. */
    public Optional<String> unreadiness() {
        if (!presentities.isServing()) {
            return Optional.of("another server has taken over the database");
        }
        try {
            return startPing().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.of(NO_ANSWER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(NO_ANSWER);
        }
    }

    private synchronized CompletableFuture<Optional<String>> startPing() {
        if (ping.isDone()) {
            ping = CompletableFuture.supplyAsync(this::askDatabase);
        }
        return ping;
    }

    private Optional<String> askDatabase() {
        try {
            presentities.store().ping();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(NO_ANSWER);
        }
    }
}
