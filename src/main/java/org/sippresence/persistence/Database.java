package org.sippresence.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.api.FlywayException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.hibernate.jpa.boot.spi.JpaSettings;
import org.hibernate.jpa.boot.spi.TypeContributorList;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.SubscriberTableSettings;
import org.sippresence.settings.logging.FailureCause;

/** An open database: connection pool, schema at the newest version, persistence unit. */
record Database(HikariDataSource connections, SessionFactory sessions) implements AutoCloseable {

    private static final String PERSISTENCE_UNIT = "presence";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(5);
    private static final int SPARE_CONNECTIONS = 4;

    /** Time-out for getting a connection after the start: callers must learn soon that the database is unreachable. */
    private static final Duration ACQUIRE_TIMEOUT = Duration.ofMillis(500);

    /**
     * Opens the database.
     *
     * @param permission permission to migrate the schema
     * @throws StorageUnavailableException if the database cannot be reached, migrated or understood, or must not be
     *     migrated
     */
    static Database open(StorageSettings settings, Migrations.Permission permission) {
        DatabaseEngine engine = DatabaseEngine.of(settings.jdbcUrl());
        TableNamingStrategy tables = new TableNamingStrategy(settings.tables());
        HikariDataSource connections = connect(engine, settings, engine.initialStatement());
        boolean open = false;
        try {
            new Migrations(engine, tables).run(connections, permission);
            Database database = new Database(connections, sessions(engine, tables, connections));
            connections.getHikariConfigMXBean().setConnectionTimeout(ACQUIRE_TIMEOUT.toMillis());
            open = true;
            return database;
        } catch (SQLException | FlywayException | PersistenceException e) {
            throw new StorageUnavailableException("cannot prepare the database: " + FailureCause.message(e), e);
        } finally {
            if (!open) {
                connections.close();
            }
        }
    }

    /**
     * Creates the connection pool.
     *
     * @param initialStatement first statement of each connection; empty for none
     */
    static HikariDataSource connect(DatabaseEngine engine, StorageSettings settings, String initialStatement) {
        HikariConfig config = configuration(engine, settings.jdbcUrl(), initialStatement);
        config.setPoolName("presence");
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.setMinimumIdle(2);
        config.setMaximumPoolSize(2 * Runtime.getRuntime().availableProcessors() + SPARE_CONNECTIONS);
        return open(config, settings.jdbcUrl());
    }

    /** Creates a pool of read-only connections to the database of another server. */
    static HikariDataSource connectToAccounts(SubscriberTableSettings settings, int size) {
        DatabaseEngine engine = DatabaseEngine.of(settings.jdbcUrl());
        HikariConfig config =
                configuration(engine, engine.withShortTimeout(settings.jdbcUrl()), engine.initialStatement());
        config.setPoolName("accounts");
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setReadOnly(true);
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(size);
        HikariDataSource connections = open(config, settings.jdbcUrl());
        connections.getHikariConfigMXBean().setConnectionTimeout(ACQUIRE_TIMEOUT.toMillis());
        return connections;
    }

    private static HikariConfig configuration(DatabaseEngine engine, String jdbcUrl, String initialStatement) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(engine.withParameters(jdbcUrl));
        config.setDriverClassName(engine.driver());
        config.setExceptionOverrideClassName(LostConnections.class.getName());
        if (!initialStatement.isEmpty()) {
            config.setConnectionInitSql(initialStatement);
        }
        config.setKeepaliveTime(DatabaseEngine.CLIENT_TIMEOUT.dividedBy(2).toMillis());
        config.setConnectionTimeout(START_TIMEOUT.toMillis());
        config.setValidationTimeout(ACQUIRE_TIMEOUT.toMillis());
        return config;
    }

    private static HikariDataSource open(HikariConfig config, String jdbcUrl) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) { // the pool and the drivers throw many types
            throw new StorageUnavailableException(
                    "cannot open the database " + withoutSecrets(jdbcUrl) + ": " + FailureCause.message(e), e);
        }
    }

    /** The URL without parts that may be secret. */
    static String urlWithoutSecrets(StorageSettings settings) {
        return withoutSecrets(settings.jdbcUrl());
    }

    private static String withoutSecrets(String jdbcUrl) {
        return jdbcUrl.split("[?;]", 2)[0];
    }

    /**
     * Builds the session factory. The setting for types goes away with Hibernate 7, which finds types by the service
     * loader only.
     */
    @SuppressWarnings("removal")
    private static SessionFactory sessions(
            DatabaseEngine engine, TableNamingStrategy tables, HikariDataSource connections) throws SQLException {
        IntegratorProvider upserts = () -> List.of(new Upserts());
        Map<String, Object> settings = new HashMap<>();
        settings.put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, connections);
        settings.put(AvailableSettings.PHYSICAL_NAMING_STRATEGY, tables);
        settings.put(AvailableSettings.CLASSLOADERS, List.of(Database.class.getClassLoader()));
        settings.put(JpaSettings.INTEGRATOR_PROVIDER, upserts);
        try (Connection connection = connections.getConnection()) {
            settings.putAll(engine.hibernateSettings(version(engine, connection)));
            if (TextDateTimes.areNeeded(connection.getMetaData())) {
                TypeContributorList types = () -> List.of(new TextDateTimes());
                settings.put(JpaSettings.TYPE_CONTRIBUTORS, types);
            }
        }
        return new HibernatePersistenceProvider()
                .createEntityManagerFactory(PERSISTENCE_UNIT, settings)
                .unwrap(SessionFactory.class);
    }

    /** Queries the version in SQL, because drivers report MariaDB's old compatibility version. */
    private static String version(DatabaseEngine engine, Connection connection) throws SQLException {
        if (engine == DatabaseEngine.H2) {
            return connection.getMetaData().getDatabaseProductVersion();
        }
        try (Statement statement = connection.createStatement();
                ResultSet version = statement.executeQuery("select version()")) {
            version.next();
            return version.getString(1);
        }
    }

    @Override
    public void close() {
        sessions.close();
        connections.close();
    }
}
