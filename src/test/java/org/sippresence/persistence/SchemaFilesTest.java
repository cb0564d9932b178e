package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;
import org.sippresence.settings.StorageSettings.Tables;

/**
 * The schema as plain SQL, for administrators who make it by hand, is what the migrations make. Run with
 * {@code SCHEMA_UPDATE=1} in the environment to write the files anew.
 */
final class SchemaFilesTest {

    private static final Path DIRECTORY = Path.of("docs", "schema");

    @Test
    void thePlainSqlForMySqlIsUpToDate() throws IOException {
        check("mysql.sql", "jdbc:mysql:");
    }

    @Test
    void thePlainSqlForH2IsUpToDate() throws IOException {
        check("h2.sql", "jdbc:h2:");
    }

    /** Whoever adds a table finds out here that it belongs into {@code settings.TableNames}. */
    @Test
    void noTableOfOursCanBeChosenAsTheNameOfAnother() throws IOException {
        Matcher made = Pattern.compile("(?m)^(?:CREATE TABLE|CREATE VIEW|ALTER TABLE presentity RENAME TO) (\\w+)")
                .matcher(schema("jdbc:h2:"));
        assertThat(made.results().map(match -> match.group(1)))
                .contains("presentity", "presentities", "publication", "watcherinfo", "user_attributes")
                .allSatisfy(SchemaFilesTest::isGuarded);
        isGuarded("presence_schema_history");
    }

    private static void isGuarded(String table) {
        for (String key : List.of("active_watchers_table", "watchers_table")) {
            if (!key.equals(table + "_table")) {
                assertThatThrownBy(() -> Settings.of(Map.of(key, table.toUpperCase(Locale.ROOT))))
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining(key + "=" + table.toUpperCase(Locale.ROOT) + " is the name of ");
            }
        }
    }

    private static void check(String file, String url) throws IOException {
        Path path = DIRECTORY.resolve(file);
        if (System.getenv("SCHEMA_UPDATE") != null) {
            Files.createDirectories(DIRECTORY);
            Files.writeString(path, schema(url));
        }
        assertThat(path).hasContent(schema(url));
    }

    /** All migrations in their order, for the database of the URL and the default names of tables. */
    static String schema(String url) throws IOException {
        Map<String, String> placeholders = new HashMap<>(DatabaseEngine.of(url).placeholders());
        placeholders.putAll(new TableNamingStrategy(Tables.defaults()).placeholders());
        StringBuilder sql = new StringBuilder();
        for (Path migration : migrations()) {
            sql.append(Files.readString(migration).replaceAll("(?m)^--.*\n\n?", ""));
        }
        String schema = sql.toString();
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            schema = schema.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return schema.replace(") ;", ");");
    }

    /** The number between {@code V} and two underscores. */
    private static int version(Path migration) {
        return Integer.parseInt(
                migration.getFileName().toString().split("__", 2)[0].substring(1));
    }

    private static List<Path> migrations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("persistence", "db"))) {
            return files.sorted(Comparator.comparingInt(SchemaFilesTest::version))
                    .toList();
        }
    }
}
