package org.sippresence.launcher;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server started from {@code target/dist}, in a process of its own, on free ports unless the options say otherwise. Killed
 * when closed.
 */
public final class LauncherProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("READY sip=udp:(\\S+):(\\d+),tcp:\\S+ http=http://(\\S+):(\\d+)/ data=(\\S+)");

    private final Process process;
    private final Path output;
    private final Path errors;

    private LauncherProcess(Process process, Path output, Path errors) {
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    /**
     * Starts it without waiting.
     *
     * @param directory its working directory, that of its output, and of its data unless the options name a settings file
     * @param options of the command line; ports are free ones if they name none
     */
    public static LauncherProcess start(Path directory, String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of("target/dist/bin/presence").toAbsolutePath().toString()));
        command.addAll(List.of("--sip-port", "0", "--http-port", "0"));
        if (!List.of(options).contains("--config")) {
            command.addAll(List.of("--data", "data"));
        }
        command.addAll(List.of(options));
        Path output = directory.resolve("output");
        Path errors = directory.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PRESENCE_"));
        environment.put("PRESENCE_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return new LauncherProcess(builder.start(), output, errors);
    }

    /** Waits until it serves. */
    public LauncherProcess ready() throws IOException {
        await().atMost(PATIENCE).until(() -> readyLine().isPresent() || !process.isAlive());
        if (readyLine().isEmpty()) {
            throw new IllegalStateException("exit " + process.exitValue() + ": " + errors() + output());
        }
        return this;
    }

    public int sipPort() throws IOException {
        return Integer.parseInt(readyLine().orElseThrow().group(2));
    }

    public int httpPort() throws IOException {
        return Integer.parseInt(readyLine().orElseThrow().group(4));
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running");
        }
        return process.exitValue();
    }

    public List<String> output() throws IOException {
        return Files.readAllLines(output);
    }

    public List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    private Optional<Matcher> readyLine() throws IOException {
        return output().stream().map(READY::matcher).filter(Matcher::matches).findFirst();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
