package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.BOTH;
import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.Origin.SER;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys about the database. */
final class StorageKeys {

    private StorageKeys() {}

    static List<Key> all() {
        return List.of(
                onOff("use_db", true)
                        .from(SER)
                        .means("1: state is stored in the database and is back after a restart. 0: memory only."),
                text("db_url", "jdbc:h2:file:${data}/presence")
                        .from(BOTH)
                        .means("The database: " + DatabaseUrl.FORMS + """
                        . A program that uses `presence-classes.jar` keeps everything in memory unless it is set.
                        `${data}` is the absolute path of the data directory. MySQL Connector/J connects to both MySQL
                        and MariaDB."""),
                text("import_kamailio", "").hidden().means("""
                        A database of Kamailio 5 in a form of `db_url`, whose publications and XCAP documents are
                        imported at the start, except those that were imported before. `--import-kamailio` sets it."""),
                text("db_user", "").means("The database user, unless `db_url` has one."),
                text("db_password", "").hidden().means("The database password, unless `db_url` has one."),
                table("presentity_table", "publication", "publications; its name may be `presentity`, as in Kamailio"),
                table("active_watchers_table", "active_watchers", "subscriptions with their dialogs"),
                table("watchers_table", "watchers", "decisions about watchers"),
                onOff("fallback2db", false).from(KAMAILIO).means("""
                        1: a presentity that is not in memory is read from the database even if all were loaded, for
                        several servers on one database."""),
                whole("pres_cache_size", 100_000, "presentities")
                        .means("The number of presentities that are kept in memory."),
                whole("journal_linger", 2, "milliseconds").between(0, 1000).means("""
                        The time that a group of writes waits for further ones before its commit. A single request
                        does not wait."""));
    }

    private static Key table(String name, String initial, String content) {
        return text(name, initial)
                .matching("[A-Za-z_][A-Za-z0-9_]{0,62}", "a plain table name of letters, digits and underscores")
                .from(KAMAILIO)
                .means("The table of " + content + ".");
    }

    /**
     * Reads the settings.
     *
     * @param library whether memory is used unless a database is configured
     */
    static StorageSettings read(Values values, Path data, boolean library) {
        boolean useDb = values.on("use_db") && (!library || values.isSet("db_url"));
        requireDatabase(values, useDb);
        String text = values.text("db_url")
                .replace("${data}", data.toAbsolutePath().normalize().toString());
        DatabaseUrl url =
                useDb ? DatabaseUrl.parse("db_url", text) : new DatabaseUrl("", Optional.empty(), Optional.empty());
        return new StorageSettings(
                useDb,
                url.jdbc(),
                url.user().orElse(useDb ? values.text("db_user") : ""),
                url.password().orElse(useDb ? values.text("db_password") : ""),
                TableNames.of(values),
                values.on("fallback2db"),
                values.number("pres_cache_size"),
                Duration.ofMillis(values.number("journal_linger")));
    }

    private static void requireDatabase(Values values, boolean useDb) {
        if (values.on("use_offline_winfo") && !useDb) {
            throw new SettingsException("use_offline_winfo=1 stores watchers in the database, and there is none"
                    + (values.on("use_db") ? "; set db_url" : " with use_db=0; set use_db=1"));
        }
        if (values.isSet("import_kamailio") && !useDb) {
            throw new SettingsException("import_kamailio imports into the database, and there is none; set use_db=1");
        }
    }

    /** The Kamailio database to import from; its tables are not renamed. */
    static Optional<StorageSettings> kamailio(Values values) {
        return values.optional("import_kamailio")
                .map(url -> DatabaseUrl.parse("import_kamailio", url))
                .map(url -> new StorageSettings(
                        true,
                        url.jdbc(),
                        url.user().orElse(""),
                        url.password().orElse(""),
                        StorageSettings.Tables.defaults(),
                        false,
                        0,
                        Duration.ZERO));
    }
}
