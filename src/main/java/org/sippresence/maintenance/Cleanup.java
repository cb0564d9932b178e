package org.sippresence.maintenance;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Removes expired entries from memory and database on command, and rebuilds the data derived from publications. */
public final class Cleanup {

    private final Sweeper sweeper;
    private final ReportTables reportTables;

    public Cleanup(Sweeper sweeper, ReportTables reportTables) {
        this.sweeper = Objects.requireNonNull(sweeper, "sweeper");
        this.reportTables = Objects.requireNonNull(reportTables, "reportTables");
    }

    /** Numbers of removed rows. */
    public record CleanupReport(int publications, int subscriptions, int presentities) {}

    /** Cleans up; the future fails with {@link java.io.UncheckedIOException} on a database failure. */
    public CompletableFuture<CleanupReport> run() {
        return CompletableFuture.supplyAsync(sweeper::sweep)
                .thenCompose(cleaned -> reportTables
                        .rebuild()
                        .thenApply(rebuilt -> new CleanupReport(
                                cleaned.publications(), cleaned.subscriptions(), cleaned.presentities())));
    }
}
