package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Migrates the schema to the newest version ({@code META-INF/db}). A complete schema without a migration history was
 * created by an administrator and is not changed. A schema that contains only some of our table names belongs to
 * another program.
 */
final class Migrations {

    private static final String HISTORY = "presence_schema_history";
    private static final String PRESENTITIES = "presentities";

    /** The name of {@link #PRESENTITIES} before V12. */
    private static final String BEFORE_V12 = "presentity";

    /** The table of the write lease; never empty. */
    static final String LEASES = "lane_owner";

    /** The tables before any is renamed. */
    static final List<String> TABLES = List.of(
            PRESENTITIES,
            TableNamingStrategy.PUBLICATION,
            TableNamingStrategy.ACTIVE_WATCHERS,
            TableNamingStrategy.WATCHERS,
            "notify_mark",
            "presentity_change",
            "offline_winfo",
            "subscriber",
            "user_attributes",
            "access_token",
            "presentity_notes",
            "presentity_extensions",
            "presentity_contact",
            "tuple_notes",
            "tuple_extensions",
            "xcap",
            "location",
            LEASES);

    private final DatabaseEngine engine;
    private final TableNamingStrategy tables;

    /** Asked before an existing schema is changed. */
    @FunctionalInterface
    interface Permission {
        /**
         * Examines table {@value Migrations#LEASES}.
         *
         * @throws StorageUnavailableException if the schema must not be changed
         */
        void require(DataSource connections) throws SQLException;
    }

    Migrations(DatabaseEngine engine, TableNamingStrategy tables) {
        this.engine = engine;
        this.tables = tables;
    }

    /**
     * Runs the missing migrations.
     *
     * @param permission asked first if table {@value #LEASES} exists
     * @throws org.flywaydb.core.api.FlywayException if a migration fails
     * @throws StorageUnavailableException if tables of other programs are in the way, or the permission is refused
     */
    void run(DataSource connections, Permission permission) throws SQLException {
        Set<String> existing = existing(connections);
        if (!existing.contains(HISTORY) && existing.containsAll(names())) {
            return;
        }
        if (!existing.contains(HISTORY)) {
            rejectKamailioSchema(connections);
            rejectForeignTables(existing);
        }
        if (existing.contains(LEASES)) {
            permission.require(connections);
        }
        Map<String, String> placeholders = tables.placeholders();
        if (placeholders.get(TableNamingStrategy.PUBLICATION).equalsIgnoreCase(BEFORE_V12)) {
            migrateToPresentities(connections, existing);
        }
        flyway(connections, placeholders).load().migrate();
    }

    /**
     * Migrates to V12 first: until then the publications cannot have the configured name, because V1 creates both
     * tables and the presentities have that name.
     */
    private void migrateToPresentities(DataSource connections, Set<String> existing) throws SQLException {
        if (!existing.contains(PRESENTITIES)) {
            Map<String, String> names = new HashMap<>(tables.placeholders());
            names.put(TableNamingStrategy.PUBLICATION, TableNamingStrategy.PUBLICATION);
            flyway(connections, names).target("12").load().migrate();
        }
        Set<String> migrated = existing(connections);
        if (migrated.contains(TableNamingStrategy.PUBLICATION) && !migrated.contains(BEFORE_V12)) {
            try (Connection connection = connections.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE " + TableNamingStrategy.PUBLICATION + " RENAME TO "
                        + tables.placeholders().get(TableNamingStrategy.PUBLICATION));
                connection.commit();
            }
        }
    }

    /** Flyway with the table names that the migrations use. */
    FluentConfiguration flyway(DataSource connections, Map<String, String> names) {
        Map<String, String> placeholders = new HashMap<>(engine.placeholders());
        placeholders.putAll(names);
        return Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(connections)
                .locations("classpath:META-INF/db")
                .table(HISTORY)
                .placeholders(placeholders)
                .baselineOnMigrate(true) // the schema may contain other tables of other programs
                .baselineVersion("0");
    }

    private static void rejectKamailioSchema(DataSource connections) throws SQLException {
        try (Connection connection = connections.getConnection();
                ResultSet column = connection
                        .getMetaData()
                        .getColumns(connection.getCatalog(), connection.getSchema(), BEFORE_V12, "received_time")) {
            if (column.next()) {
                throw new StorageUnavailableException(
                        "cannot prepare the database of db_url: it is Kamailio's; use an empty one and"
                                + " copy from this one with presence --import-kamailio URL");
            }
        }
    }

    private void rejectForeignTables(Set<String> existing) {
        Stream<String> ours = Stream.concat(names().stream(), Stream.of(BEFORE_V12));
        ours.filter(existing::contains).findFirst().ifPresent(name -> {
            throw new StorageUnavailableException("cannot prepare the database: there is a table " + name
                    + " of another program; use another database or rename ours");
        });
    }

    private List<String> names() {
        return TABLES.stream()
                .map(name -> tables.placeholders().getOrDefault(name, name))
                .toList();
    }

    private static Set<String> existing(DataSource connections) throws SQLException {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        try (Connection connection = connections.getConnection();
                ResultSet found = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (found.next()) {
                names.add(found.getString("TABLE_NAME"));
            }
        }
        return names;
    }
}
