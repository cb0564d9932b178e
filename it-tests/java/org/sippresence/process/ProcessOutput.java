package org.sippresence.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The lines that a process prints, read by a thread. Thread-safe. */
public final class ProcessOutput {

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    public ProcessOutput(BufferedReader source) {
        Thread reader = new Thread(() -> read(source), "process-output");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader source) {
        try (source) {
            source.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            add("output ended: " + e.getMessage());
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** All lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    public Optional<String> first(Predicate<String> like) {
        return lines().stream().filter(like).findFirst();
    }

    /** Waits for a line; empty if there is none within this time or before the output ends. */
    public synchronized Optional<String> await(Predicate<String> like, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<String> found = first(like);
        while (found.isEmpty() && !ended && System.nanoTime() < deadline) {
            try {
                wait(1 + TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            found = first(like);
        }
        return found;
    }

    /** Waits until the output is complete. */
    public void awaitEnd(Duration patience) {
        await(line -> false, patience);
    }
}
