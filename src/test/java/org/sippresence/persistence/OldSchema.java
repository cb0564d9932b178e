package org.sippresence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;

/** Makes the schema of an earlier release. */
final class OldSchema {

    private OldSchema() {}

    /** Runs the migrations up to a version. */
    static void migrate(StorageSettings settings, Tables tables, String version) {
        DatabaseEngine engine = DatabaseEngine.of(settings.jdbcUrl());
        TableNamingStrategy names = new TableNamingStrategy(tables);
        try (HikariDataSource connections = new HikariDataSource()) {
            connections.setJdbcUrl(engine.withParameters(settings.jdbcUrl()));
            connections.setUsername(settings.user());
            connections.setPassword(settings.password());
            new Migrations(engine, names)
                    .flyway(connections, names.placeholders())
                    .target(version)
                    .load()
                    .migrate();
        }
    }
}
