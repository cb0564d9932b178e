package org.sippresence.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The names of tables. */
final class TableNames {

    private static final List<String> KEYS = List.of("active_watchers_table", "presentity_table", "watchers_table");

    /** Tables and views that cannot be renamed. */
    private static final List<String> FIXED = List.of(
            "presentities",
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
            "user_attributes",
            "access_token",
            "presence_schema_history",
            "lane_owner",
            "notify_mark",
            "presentity_change");

    /** Kamailio's name for publications. Before V12 it was the name of our presentities, so no other table can have it. */
    private static final String PUBLICATIONS_OF_KAMAILIO = "presentity";

    private TableNames() {}

    /**
     * Reads the names.
     *
     * @throws SettingsException if two tables would have the same name
     */
    static StorageSettings.Tables of(Values values) {
        Map<String, String> owners = new HashMap<>();
        FIXED.forEach(name -> owners.put(name, "a table that cannot be renamed"));
        KEYS.forEach(key -> owners.put(values.initial(key), key));
        owners.put(PUBLICATIONS_OF_KAMAILIO, "presentity_table");
        KEYS.forEach(key -> checkName(key, values.text(key), owners));
        Set<String> chosen = new HashSet<>();
        KEYS.forEach(key -> {
            if (!chosen.add(values.text(key).toLowerCase(Locale.ROOT))) {
                throw new SettingsException(key + "=" + values.text(key) + " names the table of another key, too");
            }
        });
        return new StorageSettings.Tables(
                values.text("presentity_table"), values.text("active_watchers_table"), values.text("watchers_table"));
    }

    private static void checkName(String key, String name, Map<String, String> owners) {
        String owner = owners.get(name.toLowerCase(Locale.ROOT));
        if (owner != null && !owner.equals(key)) {
            throw new SettingsException(key + "=" + name + " is the name of "
                    + (KEYS.contains(owner) ? "the table of " + owner : owner) + "; choose another one");
        }
    }
}
