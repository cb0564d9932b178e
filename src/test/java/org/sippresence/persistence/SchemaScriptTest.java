package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;

final class SchemaScriptTest {

    static final Path MIGRATIONS = Path.of("persistence", "db");

    @ParameterizedTest
    @CsvSource({"h2.sql, VARBINARY(1048576), MEDIUMBLOB", "mysql.sql, MEDIUMBLOB, VARBINARY"})
    void eachDatabaseHasAScriptWithItsOwnTypesAndWithoutPlaceholders(
            String file, String type, String other, @TempDir Path scripts) throws IOException {
        SchemaScript.main(new String[] {MIGRATIONS.toString(), scripts.toString()});
        assertThat(scripts.resolve(file))
                .content()
                .contains("CREATE TABLE user_attributes", type)
                .doesNotContain("${", other);
    }

    /** A new table must be added to {@code settings.TableNames}. */
    @Test
    void noTableOfOursCanBeChosenAsTheNameOfAnother() throws IOException {
        Matcher made = Pattern.compile("(?m)^(?:CREATE TABLE|CREATE VIEW|ALTER TABLE presentity RENAME TO) (\\w+)")
                .matcher(SchemaScript.of(DatabaseEngine.H2, MIGRATIONS));
        assertThat(made.results().map(match -> match.group(1)))
                .contains("presentity", "presentities", "publication", "watcherinfo", "user_attributes")
                .allSatisfy(SchemaScriptTest::isGuarded);
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
}
