package org.sippresence.settings;

import java.util.Objects;

/**
 * The table of accounts of another server, which is only read.
 *
 * @param jdbcUrl of its database, without user and password
 * @param user database user, may be empty
 * @param password database password, may be empty
 * @param table a plain name
 * @param columns names of its columns
 * @param calculateHa1 whether the column of passwords has plain passwords instead of hashes
 * @param useDomain whether an account is found by user name and domain; otherwise by the user name alone
 */
public record SubscriberTableSettings(
        String jdbcUrl,
        String user,
        String password,
        String table,
        Columns columns,
        boolean calculateHa1,
        boolean useDomain) {

    public SubscriberTableSettings {
        Objects.requireNonNull(jdbcUrl, "jdbcUrl");
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(columns, "columns");
    }

    /**
     * Names of columns: plain names without quotes.
     *
     * @param password the key {@code password_column}
     * @param password2 the key {@code password_column_2}
     * @param sha256 the key {@code hash_column_sha256}
     */
    public record Columns(
            String user, String domain, String password, OptionalColumn password2, OptionalColumn sha256) {}

    /**
     * A column that a table need not have.
     *
     * @param required whether its name is not the default, so that a table without it is refused
     */
    public record OptionalColumn(String name, boolean required) {}

    /** Omits the database password. */
    @Override
    public String toString() {
        return "SubscriberTableSettings[jdbcUrl=" + jdbcUrl + ", user=" + user + ", table=" + table + ", columns="
                + columns + ", calculateHa1=" + calculateHa1 + ", useDomain=" + useDomain + "]";
    }
}
