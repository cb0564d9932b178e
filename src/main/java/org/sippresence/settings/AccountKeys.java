package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.BOTH;
import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sippresence.settings.SubscriberTableSettings.Columns;
import org.sippresence.settings.SubscriberTableSettings.OptionalColumn;

/** The keys about the accounts of SIP users. */
final class AccountKeys {

    private static final int DAY = 86_400;
    private static final String URL = "subscriber_db_url";

    /** Keys that have no effect without the URL. */
    private static final List<String> OF_FOREIGN_TABLE = List.of(
            "subscriber_table",
            "user_column",
            "domain_column",
            "password_column",
            "password_column_2",
            "hash_column_sha256",
            "calculate_ha1",
            "use_domain");

    private AccountKeys() {}

    static List<Key> all() {
        return List.of(
                whole("auth_cache_size", 100_000, "accounts")
                        .between(1, 100_000_000)
                        .means("""
                        The number of accounts that are kept in memory, each about 700 bytes. Enough are the users who
                        send a request within `auth_cache_expire`; others cause one query each. Beside them 20,000
                        addresses without an account are remembered."""),
                whole("auth_cache_expire", 60, "seconds").between(1, DAY).means("""
                        The time after which an account is read from the database again: a password that SQL or another
                        server changes is valid after this time, one that REST or `presencectl` changes at once."""),
                text(URL, "").hidden().means("""
                        The database of another server, in a form of `db_url`, whose table has the accounts: Kamailio's,
                        OpenSIPS' or SER's. It is only read; not set: the accounts are in the table `subscriber` of this
                        server."""),
                name("subscriber_table", "subscriber")
                        .means("The table of accounts at `subscriber_db_url`; SER 2.0 calls it `credentials`."),
                name("user_column", "username").from(BOTH).means("Its column of user names."),
                name("domain_column", "domain")
                        .from(BOTH)
                        .means("Its column of domains, in lower case; of SER 2.0 `realm`."),
                name("password_column", "ha1").from(BOTH).means("""
                        Its column of MD5 hashes of `username:realm:password` in hexadecimal digits, or of plain
                        passwords with `calculate_ha1=1`."""),
                name("password_column_2", "ha1b").from(BOTH).means("""
                        Its column of MD5 hashes of `username@domain:realm:password`, for clients that send the domain
                        in the user name; not needed, and not used with `calculate_ha1=1`."""),
                name("hash_column_sha256", "ha1_sha256").means("""
                        Its column of SHA-256 hashes of `username:realm:password`, as in OpenSIPS; not needed. A table
                        without it can authenticate with MD5 only, so SHA-256 is not offered."""),
                onOff("calculate_ha1", false)
                        .from(BOTH)
                        .means("1: `password_column`, which must be set then, has plain passwords."),
                onOff("use_domain", true).from(KAMAILIO).means("""
                        1: an account is found by user name and domain. 0: by the user name alone, which needs exactly
                        one domain in `domains`. Kamailio's default is 0."""));
    }

    private static Key name(String name, String initial) {
        return text(name, initial)
                .matching("[A-Za-z_][A-Za-z0-9_]{0,62}", "a plain name of letters, digits and underscores");
    }

    /**
     * Reads the settings.
     *
     * @throws SettingsException if keys contradict each other
     */
    static AccountSettings read(Values values) {
        return new AccountSettings(
                values.number("auth_cache_size"),
                Duration.ofSeconds(values.number("auth_cache_expire")),
                foreign(values));
    }

    private static Optional<SubscriberTableSettings> foreign(Values values) {
        if (!values.isSet(URL)) {
            OF_FOREIGN_TABLE.stream()
                    .filter(key -> isChanged(values, key))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new SettingsException(key + " is about a table of another server; set " + URL + ", too");
                    });
            return Optional.empty();
        }
        if (values.on("calculate_ha1") && !isChanged(values, "password_column")) {
            throw new SettingsException("calculate_ha1=1 needs the name of the column of plain passwords; set"
                    + " password_column, in Kamailio's table password_column=password");
        }
        if (!values.on("use_domain") && values.list("domains").size() != 1) {
            throw new SettingsException("use_domain=0 finds accounts by the user name alone, which needs exactly one"
                    + " domain in domains; set domains or use_domain=1");
        }
        DatabaseUrl url = DatabaseUrl.parse(URL, values.text(URL));
        return Optional.of(new SubscriberTableSettings(
                url.jdbc(),
                url.user().orElse(""),
                url.password().orElse(""),
                values.text("subscriber_table"),
                new Columns(
                        values.text("user_column"),
                        values.text("domain_column"),
                        values.text("password_column"),
                        optional(values, "password_column_2"),
                        optional(values, "hash_column_sha256")),
                values.on("calculate_ha1"),
                values.on("use_domain")));
    }

    private static boolean isChanged(Values values, String key) {
        return !values.text(key).equals(values.initial(key));
    }

    private static OptionalColumn optional(Values values, String key) {
        return new OptionalColumn(values.text(key), isChanged(values, key));
    }
}
