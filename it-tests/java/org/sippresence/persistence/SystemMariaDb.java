package org.sippresence.persistence;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.sippresence.sipclient.FreePorts;

/**
 * The MariaDB server that the operating system has installed, as a process that tests may kill, stop and start again on its port
 * and its data. Tests are skipped where there is none.
 */
public final class SystemMariaDb implements AutoCloseable {

    private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
    private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCHEMA = "presence";

    private final Path directory;
    private final int port = FreePorts.next();
    private Process process;

    private SystemMariaDb(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes an empty server with one schema and starts it.
     *
     * @param directory empty or absent, for its data; its path must be short, for it holds a socket
     */
    public static SystemMariaDb started(Path directory) {
        Assumptions.assumeTrue(
                Files.isExecutable(SERVER) && Files.isExecutable(INSTALLER),
                "no " + SERVER + ": install the package mariadb-server");
        SystemMariaDb server = new SystemMariaDb(directory);
        server.install();
        server.start();
        server.createSchema(SCHEMA);
        return server;
    }

    private void install() {
        run(List.of(
                INSTALLER.toString(),
                "--no-defaults",
                "--datadir=" + directory,
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
    }

    private void run(List<String> command) {
        try {
            Process installing = new ProcessBuilder(withUser(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!installing.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || installing.exitValue() != 0) {
                throw new IllegalStateException("failed: " + command);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> withUser(List<String> command) {
        List<String> all = new ArrayList<>(command);
        if (System.getProperty("user.name").equals("root")) {
            all.add("--user=root");
        }
        return all;
    }

    /** Starts it, again if it ran before, and waits until it answers. */
    public void start() {
        try {
            process = new ProcessBuilder(withUser(List.of(
                            SERVER.toString(),
                            "--no-defaults",
                            "--datadir=" + directory,
                            "--socket=" + directory.resolve("s"),
                            "--bind-address=127.0.0.1",
                            "--port=" + port)))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = JdbcConnections.open(url(""), user(), "")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Makes one more schema. */
    public void createSchema(String name) {
        try (Connection connection = JdbcConnections.open(url(""), user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SIGKILL; returns when the process is gone. */
    public void kill9() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops (SIGSTOP) or continues (SIGCONT) the process. */
    public void signal(String name) {
        Signals.send(process.pid(), name);
    }

    /** JDBC URL of the schema. */
    public String url() {
        return url(SCHEMA);
    }

    public String url(String schema) {
        return "jdbc:mysql://127.0.0.1:" + port + '/' + schema;
    }

    public String user() {
        return "root";
    }

    @Override
    public void close() {
        kill9();
    }
}
