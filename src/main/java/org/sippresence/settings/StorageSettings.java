package org.sippresence.settings;

import java.time.Duration;

/**
 * Where state is stored.
 *
 * @param useDb false for memory only
 * @param jdbcUrl the JDBC form of {@code db_url}, without user and password
 * @param user database user, may be empty
 * @param password database password, may be empty
 * @param tables names of the tables
 * @param fallbackToDb whether a presentity that is not in memory is read from the database even if all were loaded
 * @param cacheSize number of cached presentities
 * @param journalLinger how long a forming group of writes waits for more
 */
public record StorageSettings(
        boolean useDb,
        String jdbcUrl,
        String user,
        String password,
        Tables tables,
        boolean fallbackToDb,
        int cacheSize,
        Duration journalLinger) {

    /**
     * Tables that can be renamed, as in Kamailio.
     *
     * @param publication the key {@code presentity_table}
     * @param activeWatchers the key {@code active_watchers_table}
     * @param watchers the key {@code watchers_table}
     */
    public record Tables(String publication, String activeWatchers, String watchers) {
        public static Tables defaults() {
            return new Tables("publication", "active_watchers", "watchers");
        }
    }

    /** Omits the password. */
    @Override
    public String toString() {
        return "StorageSettings[useDb=" + useDb + ", jdbcUrl=" + jdbcUrl + ", user=" + user + ", tables=" + tables
                + ", fallbackToDb=" + fallbackToDb + ", cacheSize=" + cacheSize + ", journalLinger=" + journalLinger
                + "]";
    }
}
