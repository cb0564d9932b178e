package org.sippresence.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.sippresence.persistence.Signals;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipServer;

/**
 * The distribution's launcher as a child process on free ports of the loopback. The ports stay the same across
 * restarts. Not thread-safe.
 */
public final class ServerProcess implements SipServer, AutoCloseable {

    /** The admin token of servers whose settings name none. */
    static final String ADMIN_TOKEN = "token-of-the-process-tests";

    /** Halves the processor time of a start: the process lives for seconds only. */
    private static final String JVM_OPTIONS =
            "-Xms64m -Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final Path data;
    private final Map<String, String> settings;
    private final String moreJvmOptions;
    private final int sipPort = FreePorts.next();
    private final int httpPort = FreePorts.next();
    private volatile Optional<Process> process = Optional.empty();
    private volatile ProcessOutput output;

    private ServerProcess(Path data, Map<String, String> settings, String moreJvmOptions) {
        this.data = Objects.requireNonNull(data, "data");
        this.settings = new TreeMap<>(settings);
        this.settings.putIfAbsent("admin_token", ADMIN_TOKEN);
        this.moreJvmOptions = moreJvmOptions;
    }

    /** Starts a server and waits until it serves. */
    public static ServerProcess started(Path data, Map<String, String> settings) {
        return started(data, settings, "");
    }

    /** As {@link #started(Path, Map)}, with additional JVM options. */
    public static ServerProcess started(Path data, Map<String, String> settings, String jvmOptions) {
        ServerProcess server = new ServerProcess(data, settings, jvmOptions);
        server.start();
        return server;
    }

    /** Starts a server that is expected to refuse to start; returns it when it has ended. */
    public static ServerProcess ended(Path data, Map<String, String> settings) {
        ServerProcess server = new ServerProcess(data, settings, "");
        server.launch();
        waitFor(server.process.orElseThrow(), START);
        return server;
    }

    /** Starts or restarts the server on its data, and waits for the line that begins with READY. */
    public void start() {
        launch();
        awaitLine("READY ", START);
    }

    private void launch() {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PRESENCE_JAVA_OPTS", JVM_OPTIONS + ' ' + moreJvmOptions);
        try {
            Process child = builder.start();
            process = Optional.of(child);
            output = new ProcessOutput(child.inputReader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("presence.home", "target/dist"), "bin", "presence")
                        .toAbsolutePath()
                        .toString(),
                "--sip-port",
                String.valueOf(sipPort),
                "--http-port",
                String.valueOf(httpPort),
                "--data",
                data.toString()));
        settings.forEach((key, value) -> {
            command.add("--set");
            command.add(key + '=' + value);
        });
        return command;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int sipPort() {
        return sipPort;
    }

    @Override
    public int httpPort() {
        return httpPort;
    }

    public AdminClient admin() {
        return new AdminClient(this, settings.get("admin_token"));
    }

    /**
     * Waits until the server has stored that all watchers have acknowledged everything, so that none is notified again
     * after a kill.
     */
    void awaitAcknowledged() {
        Awaitility.await("what was acknowledged is stored")
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> admin().metric("presence_acknowledgements_behind") == 0);
    }

    public boolean running() {
        return process.map(Process::isAlive).orElse(false);
    }

    /** The first matching line of output since the last start. */
    public Optional<String> line(Predicate<String> like) {
        return output.first(like);
    }

    /** Waits for a line of output since the last start that contains this text. */
    void awaitLine(String text, Duration patience) {
        if (output.await(line -> line.contains(text), patience).isEmpty()) {
            throw new AssertionError("no line with " + text + " within " + patience + " from the " + this);
        }
    }

    /** All output since the last start. */
    public String log() {
        return String.join("\n", output.lines());
    }

    /** Fails if a task of a lane threw an exception: the rest of that task was not executed. */
    public void assertNoLaneFailed() {
        if (line(text -> text.contains("a task of a lane failed")).isPresent()) {
            throw new AssertionError(log());
        }
    }

    /** Kills the process, as {@code kill -9} does, and waits until it is gone. */
    public void kill9() {
        Process child = process.orElseThrow();
        child.destroyForcibly();
        waitFor(child);
    }

    /** Sends a signal, such as STOP or CONT. */
    public void signal(String name) {
        Signals.send(process.orElseThrow().pid(), name);
    }

    public long pid() {
        return process.orElseThrow().pid();
    }

    /** Waits until the process has ended by itself and its output is complete. */
    public int exitCode() {
        int exit = waitFor(process.orElseThrow());
        output.awaitEnd(STOP);
        return exit;
    }

    /** Stops the process by SIGTERM; returns the exit code. */
    public int terminate() {
        Process child = process.orElseThrow();
        child.destroy();
        return waitFor(child);
    }

    private static int waitFor(Process child) {
        return waitFor(child, STOP);
    }

    private static int waitFor(Process child, Duration patience) {
        try {
            if (!child.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                child.destroyForcibly();
                throw new AssertionError("still there after " + patience);
            }
            return child.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.ifPresent(child -> {
            child.destroyForcibly();
            waitFor(child);
        });
    }

    @Override
    public String toString() {
        return "server on " + sipPort + ", output:\n" + log();
    }
}
