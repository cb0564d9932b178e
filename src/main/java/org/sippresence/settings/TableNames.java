package org.sippresence.settings;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the names of tables and sees to it that each names one thing. */
final class TableNames {

    private static final List<String> KEYS = List.of("presentity_table", "active_watchers_table", "watchers_table");

    /** Tables and views that cannot be renamed. */
    private static final List<String> FIXED = List.of(
            "presentity",
            "presentity_notes",
            "presentity_extensions",
            "presentity_contact",
            "tuple_notes",
            "tuple_extensions",
            "watcherinfo",
            "offline_winfo",
            "location",
            "xcap",
            "subscriber",
            "flyway_schema_history");

    private TableNames() {}

    static void check(Values values) {
        Map<String, String> owners = new HashMap<>();
        FIXED.forEach(name -> owners.put(name, "a table of another kind"));
        for (String key : KEYS) {
            String name = values.text(key);
            String owner = owners.putIfAbsent(name.toLowerCase(Locale.ROOT), "the table of " + key);
            if (owner != null) {
                throw new SettingsException(key + "=" + name + " is already the name of " + owner);
            }
        }
    }

    static StorageSettings.Tables of(Values values) {
        return new StorageSettings.Tables(
                values.text("presentity_table"), values.text("active_watchers_table"), values.text("watchers_table"));
    }
}
