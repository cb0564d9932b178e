package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.account.Account;
import org.sippresence.account.Ha1;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.SubscriberTableSettings;
import org.sippresence.settings.SubscriberTableSettings.Columns;
import org.sippresence.settings.SubscriberTableSettings.OptionalColumn;

/**
 * The query for one account in a table of another server, and the meaning of its columns. User names are compared
 * exactly, domains without regard to case, whatever the collation of the database does.
 */
final class SubscriberQuery {

    /** SER's table {@code credentials} has both columns; no table of Kamailio has the first. */
    private static final String SER_DOMAIN_ID = "did";

    private static final String SER_FLAGS = "flags";

    /** SER uses a row if this flag is set ... */
    private static final int LOAD_SER = 1;

    /** ... and this one is not. */
    private static final int DISABLED = 2;

    /** Rows that are equal by the collation; more make an account ambiguous. */
    private static final int MAX_ROWS = 16;

    /** The SHA-256 beside {@code hash_column_sha256} for user names with a domain, as in this server's own table. */
    private static final String SHA256_WITH_DOMAIN = "ha1b_sha256";

    private final SubscriberTableSettings settings;
    private final DigestSettings digest;
    private final Set<String> existing;
    private final String text;

    private SubscriberQuery(SubscriberTableSettings settings, DigestSettings digest, Set<String> existing) {
        this.settings = settings;
        this.digest = digest;
        this.existing = existing;
        this.text = text();
    }

    /**
     * Checks the columns of the table.
     *
     * @throws StorageUnavailableException if the table or a column does not exist or must not be read
     */
    static SubscriberQuery of(SubscriberTableSettings settings, DigestSettings digest, Connection connection)
            throws SQLException {
        Set<String> existing = columns(settings.table(), connection);
        if (existing.isEmpty()) {
            throw new StorageUnavailableException(
                    "there is no readable table " + settings.table() + " at subscriber_db_url; set subscriber_table");
        }
        SubscriberQuery query = new SubscriberQuery(settings, digest, existing);
        query.requireColumns();
        return query;
    }

    /** The names of the columns that the database user may read, in lower case. */
    private static Set<String> columns(String table, Connection connection) throws SQLException {
        DatabaseMetaData metadata = connection.getMetaData();
        String stored = metadata.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        Set<String> names = new HashSet<>();
        try (ResultSet column = metadata.getColumns(connection.getCatalog(), null, stored, null)) {
            while (column.next()) {
                if (column.getString("TABLE_NAME")
                        .equalsIgnoreCase(stored)) { // an underscore in the argument is a wildcard
                    names.add(column.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }

    private void requireColumns() {
        Columns columns = settings.columns();
        require("user_column", columns.user());
        if (settings.useDomain()) {
            require("domain_column", columns.domain());
        }
        require("password_column", columns.password());
        if (columns.password2().required()) {
            require("password_column_2", columns.password2().name());
        }
        if (columns.sha256().required()) {
            require("hash_column_sha256", columns.sha256().name());
        }
    }

    private void require(String key, String column) {
        if (!exists(column)) {
            throw new StorageUnavailableException("the table " + settings.table()
                    + " at subscriber_db_url has no readable column " + column + "; set " + key);
        }
    }

    private boolean exists(String column) {
        return existing.contains(column.toLowerCase(Locale.ROOT));
    }

    private boolean isOfSer() {
        return exists(SER_DOMAIN_ID) && exists(SER_FLAGS);
    }

    /** The names are plain by their settings; they are quoted because they may be reserved words. */
    private String text() {
        Columns columns = settings.columns();
        List<String> selected = new ArrayList<>(List.of(columns.user()));
        if (settings.useDomain()) {
            selected.add(columns.domain());
        }
        selected.add(columns.password());
        if (!settings.calculateHa1()) {
            List.of(columns.password2().name(), columns.sha256().name(), SHA256_WITH_DOMAIN).stream()
                    .filter(this::exists)
                    .forEach(selected::add);
        }
        if (isOfSer()) {
            selected.add(SER_FLAGS);
        }
        String names = selected.stream().distinct().map(SubscriberQuery::quoted).collect(Collectors.joining(", "));
        return "select " + names + " from " + quoted(settings.table()) + " where " + quoted(columns.user()) + " = ?"
                + (settings.useDomain() ? " and " + quoted(columns.domain()) + " = ?" : "");
    }

    private static String quoted(String name) {
        return '`' + name + '`';
    }

    /** The algorithms for which there are columns. */
    Set<Algorithm> algorithms() {
        if (settings.calculateHa1()) {
            return EnumSet.allOf(Algorithm.class);
        }
        OptionalColumn sha256 = settings.columns().sha256();
        if (!exists(sha256.name())) {
            return EnumSet.of(Algorithm.MD5);
        }
        return sha256.name().equals(settings.columns().password())
                ? EnumSet.of(Algorithm.SHA_256)
                : EnumSet.allOf(Algorithm.class);
    }

    PreparedStatement prepare(Connection connection, Aor aor) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        statement.setMaxRows(MAX_ROWS);
        statement.setString(1, aor.user());
        if (settings.useDomain()) {
            statement.setString(2, aor.domain());
        }
        return statement;
    }

    /** The account in a row; empty if the row is another user's by the rules of SIP, or is disabled. */
    Optional<Account> account(ResultSet row, Aor aor) throws SQLException {
        Columns columns = settings.columns();
        boolean sameUser = aor.user().equals(row.getString(columns.user()));
        boolean sameDomain = !settings.useDomain() || aor.domain().equalsIgnoreCase(row.getString(columns.domain()));
        if (!sameUser || !sameDomain || (isOfSer() && !isEnabled(row.getInt(SER_FLAGS)))) {
            return Optional.empty();
        }
        String password = optional(row, columns.password());
        if (settings.calculateHa1()) {
            return Optional.of(
                    password.isEmpty() // the column's default beside hashes, not an empty password
                            ? new Account(aor, Ha1.UNKNOWN, Ha1.UNKNOWN)
                            : Account.withPassword(aor, digest.realmOf(aor.domain()), password));
        }
        return Optional.of(new Account(
                aor,
                Ha1.recognize(password, optional(row, columns.sha256().name())),
                Ha1.recognize(optional(row, columns.password2().name()), optional(row, SHA256_WITH_DOMAIN))));
    }

    private static boolean isEnabled(int flags) {
        return (flags & LOAD_SER) != 0 && (flags & DISABLED) == 0;
    }

    /** The text of a column that a table need not have. */
    private String optional(ResultSet row, String column) throws SQLException {
        return exists(column) ? Optional.ofNullable(row.getString(column)).orElse("") : "";
    }
}
