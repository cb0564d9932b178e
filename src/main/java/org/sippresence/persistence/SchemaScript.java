package org.sippresence.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sippresence.settings.StorageSettings.Tables;

/**
 * Writes all migrations as one SQL script for each database, for administrators who create the schema by hand. Run by the
 * build.
 */
final class SchemaScript {

    private SchemaScript() {}

    /**
     * Writes {@code h2.sql} and {@code mysql.sql}.
     *
     * @param directories of the migrations, and of the scripts
     */
    public static void main(String[] directories) throws IOException {
        Path migrations = Path.of(directories[0]);
        Path scripts = Files.createDirectories(Path.of(directories[1]));
        Files.writeString(scripts.resolve("h2.sql"), of(DatabaseEngine.H2, migrations));
        Files.writeString(scripts.resolve("mysql.sql"), of(DatabaseEngine.MYSQL, migrations));
    }

    /** The migrations in their order, without their first comments, with the default names of the tables. */
    static String of(DatabaseEngine engine, Path migrations) throws IOException {
        StringBuilder sql = new StringBuilder();
        for (Path migration : inOrder(migrations)) {
            sql.append(Files.readString(migration).replaceAll("(?m)^--.*\n\n?", ""));
        }
        Map<String, String> placeholders = new HashMap<>(engine.placeholders());
        placeholders.putAll(new TableNamingStrategy(Tables.defaults()).placeholders());
        String script = sql.toString();
        for (Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            script = script.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
        }
        return script.replace(") ;", ");");
    }

    private static List<Path> inOrder(Path migrations) throws IOException {
        try (Stream<Path> files = Files.list(migrations)) {
            return files.sorted(Comparator.comparingInt(SchemaScript::version)).toList();
        }
    }

    /** The number between {@code V} and two underscores. */
    private static int version(Path migration) {
        return Integer.parseInt(
                migration.getFileName().toString().split("__", 2)[0].substring(1));
    }
}
