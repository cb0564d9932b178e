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
final class Readiness {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final String AWAY = "the database does not answer";

    private final Presentities presentities;
    private CompletableFuture<Optional<String>> question = CompletableFuture.completedFuture(Optional.empty());

    Readiness(Presentities presentities) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
    }

    /** Returns why the server is not ready; empty if it is. */
    Optional<String> reason() {
        if (!presentities.isServing()) {
            return Optional.of("another server has taken over the database");
        }
        try {
            return ask().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Optional.of(AWAY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(AWAY);
        }
    }

    private synchronized CompletableFuture<Optional<String>> ask() {
        if (question.isDone()) {
            question = CompletableFuture.supplyAsync(this::ping);
        }
        return question;
    }

    private Optional<String> ping() {
        try {
            presentities.store().ping();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.of(AWAY);
        }
    }
}
