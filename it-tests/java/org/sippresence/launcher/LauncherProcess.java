package org.sippresence.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sippresence.process.ProcessOutput;
import org.sippresence.sipclient.SipServer;

/**
 * A server started from {@code target/dist}, in a process of its own, on free ports unless the options say otherwise. Killed
 * when closed.
 */
public final class LauncherProcess implements SipServer, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern READY =
            Pattern.compile("READY sip=udp:(\\S+):(\\d+),tcp:\\S+ http=http://(\\S+):(\\d+)/ data=(\\S+)");

    private final Process process;
    private final ProcessOutput output;
    private final ProcessOutput errors;

    private LauncherProcess(Process process) {
        this.process = process;
        output = new ProcessOutput(process.inputReader());
        errors = new ProcessOutput(process.errorReader());
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
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("PRESENCE_"));
        environment.put("PRESENCE_JAVA_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return new LauncherProcess(builder.start());
    }

    /** Waits until it serves. */
    public LauncherProcess ready() {
        if (output.await(line -> READY.matcher(line).matches(), PATIENCE).isEmpty()) {
            throw new IllegalStateException("not ready: " + errors() + output());
        }
        return this;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int sipPort() {
        return Integer.parseInt(readyLine().orElseThrow().group(2));
    }

    @Override
    public int httpPort() {
        return Integer.parseInt(readyLine().orElseThrow().group(4));
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits for its end. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running");
        }
        output.awaitEnd(PATIENCE);
        errors.awaitEnd(PATIENCE);
        return process.exitValue();
    }

    public List<String> output() {
        return output.lines();
    }

    public List<String> errors() {
        return errors.lines();
    }

    private Optional<Matcher> readyLine() {
        return output().stream().map(READY::matcher).filter(Matcher::matches).findFirst();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
