package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * Brings the schema to the newest version ({@code META-INF/db}). A schema that an administrator made by hand, of which no
 * history was kept, is left alone; one in which only some of our names are taken belongs to another program.
 */
final class Migrations {

    private static final String HISTORY = "presence_schema_history";

    /** Before any is renamed. */
    static final List<String> TABLES = List.of(
            "presentity",
            TableNames.PUBLICATION,
            TableNames.ACTIVE_WATCHERS,
            TableNames.WATCHERS,
            "offline_winfo",
            "subscriber",
            "user_attributes",
            "presentity_notes",
            "presentity_extensions",
            "presentity_contact",
            "tuple_notes",
            "tuple_extensions",
            "xcap",
            "location");

    private final Engine engine;
    private final TableNames tables;

    Migrations(Engine engine, TableNames tables) {
        this.engine = engine;
        this.tables = tables;
    }

    /**
     * @throws org.flywaydb.core.api.FlywayException if a migration fails
     * @throws StorageUnavailableException if tables of other programs are in the way
     */
    void run(DataSource connections) throws SQLException {
        Set<String> existing = existing(connections);
        if (!existing.contains(HISTORY) && existing.containsAll(names())) {
            return;
        }
        if (!existing.contains(HISTORY)) {
            refuseStrangers(existing);
        }
        Map<String, String> placeholders = new HashMap<>(engine.placeholders());
        placeholders.putAll(tables.placeholders());
        Flyway.configure(Migrations.class.getClassLoader())
                .loggers("slf4j")
                .dataSource(connections)
                .locations("classpath:META-INF/db")
                .table(HISTORY)
                .placeholders(placeholders)
                .baselineOnMigrate(true) // other tables of other programs may be there
                .baselineVersion("0")
                .load()
                .migrate();
    }

    private void refuseStrangers(Set<String> existing) {
        names().stream().filter(existing::contains).findFirst().ifPresent(name -> {
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
