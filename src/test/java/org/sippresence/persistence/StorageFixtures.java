package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sippresence.presentity.StoredFixtures;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;

/** Settings for stores in tests. */
final class StorageFixtures {

    static final Clock CLOCK = Clock.fixed(StoredFixtures.NOON, ZoneOffset.UTC);

    private StorageFixtures() {}

    static JpaPresentityStore open(StorageSettings settings) {
        return JpaPresentityStore.open(settings, Settings.of(Map.of()).lease(), CLOCK);
    }

    static StorageSettings settings(String jdbcUrl) {
        return settings(jdbcUrl, Tables.defaults());
    }

    static StorageSettings settings(String jdbcUrl, Tables tables) {
        String user = jdbcUrl.startsWith("jdbc:h2:") ? "sa" : "root";
        return new StorageSettings(true, jdbcUrl, user, "", tables, false, 1000, Duration.ofMillis(2));
    }

    /** Returns the rows of a query, their columns separated by bars. */
    static List<String> query(StorageSettings settings, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row));
            }
        }
        return rows;
    }

    static void execute(StorageSettings settings, String sql) throws SQLException {
        try (Connection connection = connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Connection connect(StorageSettings settings) throws SQLException {
        return JdbcConnections.open(settings.jdbcUrl(), settings.user(), settings.password());
    }
}
