package org.sippresence.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A line each minute: what was requested and refused, the heap after a collection, and the nonces in use. Not thread-safe. */
final class SoakSamples {

    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(60);
    private static final double MEGABYTE = 1024 * 1024;

    private final LoadStage stage;
    private final Meter meter;
    private long nextAt = System.nanoTime() + INTERVAL;
    private int minute;
    private Optional<CompletableFuture<String>> measuring = Optional.empty();

    SoakSamples(LoadStage stage, Meter meter) {
        this.stage = stage;
        this.meter = meter;
    }

    static String title() {
        return line("minute", "requests", "accepted", "asked", "refused", "silent", "heap MB", "nonces", "responses");
    }

    private static String line(Object... columns) {
        return String.format(Locale.ROOT, "%6s %10s %10s %8s %8s %8s %8s %8s  %s", columns);
    }

    /** Begins a measurement once a minute, in another thread, and prints it when it is there. */
    void take() {
        if (measuring.filter(CompletableFuture::isDone).isPresent()) {
            print(ResourceUsage.parse(measuring.get().join()).values());
            measuring = Optional.empty();
        }
        if (measuring.isEmpty() && System.nanoTime() - nextAt > 0) {
            nextAt += INTERVAL;
            minute++;
            measuring = stage.options().measureCommand().map(Shell::run);
        }
    }

    private void print(Map<String, Long> held) {
        stage.results()
                .print(line(
                        minute,
                        meter.requests,
                        meter.ok,
                        stage.digest().challenges(),
                        meter.unexpected,
                        meter.timeouts,
                        String.format(Locale.ROOT, "%.1f", held.getOrDefault("heap", 0L) / MEGABYTE),
                        held.getOrDefault("digest_nonces", 0L),
                        meter.statuses()));
    }
}
