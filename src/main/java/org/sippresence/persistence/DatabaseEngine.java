package org.sippresence.persistence;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.hibernate.cfg.AvailableSettings;

/** The databases we know, and what each wants to be told. */
enum DatabaseEngine {
    H2("jdbc:h2:", "org.h2.Driver"),
    MYSQL("jdbc:mysql:", "com.mysql.cj.jdbc.Driver"),
    MARIADB("jdbc:mariadb:", "com.mysql.cj.jdbc.Driver");

    /** After which a server has ended every transaction whose client says nothing. The pool asks idle connections more often. */
    static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** Measured: a batch becomes one statement, prepared once, with no needless question to the server beside it. */
    private static final String[] MYSQL_PARAMETERS = {
        "rewriteBatchedStatements=true",
        "useServerPrepStmts=true",
        "cachePrepStmts=true",
        "prepStmtCacheSize=512",
        "prepStmtCacheSqlLimit=16384",
        "useLocalSessionState=true",
        "maintainTimeStats=false",
        "connectTimeout=5000",
        "socketTimeout=60000"
    };

    /**
     * The server ends what a client that gives no sign of life has begun, whose locks others would wait for: after 10 s inside a
     * transaction where it can tell (MariaDB 10.3), after a minute otherwise. Who waits for a lock is told after 2 s, to try again.
     */
    private static final String MYSQL_SESSION = "set session innodb_lock_wait_timeout = 2, wait_timeout = "
            + LONGEST_SILENCE.toSeconds() + " /*M!100300 , idle_transaction_timeout = 10 */";

    /**
     * A commit survives the death of the process, only we close the database, a column may be called value, and what fails is told
     * by our log alone: a trace file beside a database on a full disk takes the room that is left.
     */
    private static final String[] H2_PARAMETERS = {
        "MODE=MySQL", "WRITE_DELAY=0", "DB_CLOSE_ON_EXIT=FALSE", "NON_KEYWORDS=VALUE", "TRACE_LEVEL_FILE=0"
    };

    private final String prefix;
    private final String driver;

    DatabaseEngine(String prefix, String driver) {
        this.prefix = prefix;
        this.driver = driver;
    }

    /** @throws StorageUnavailableException if it is none of ours */
    static DatabaseEngine of(String jdbcUrl) {
        return Arrays.stream(values())
                .filter(engine -> jdbcUrl.startsWith(engine.prefix))
                .findFirst()
                .orElseThrow(() -> new StorageUnavailableException(
                        "the database must be one of jdbc:h2:, jdbc:mysql: and jdbc:mariadb:"));
    }

    String driver() {
        return driver;
    }

    /** The URL with our parameters where it says nothing about them; MariaDB is spoken to by MySQL's driver. */
    String complete(String jdbcUrl) {
        if (this == H2) {
            return appended(jdbcUrl, H2_PARAMETERS, ';');
        }
        return appended(MYSQL.prefix + jdbcUrl.substring(prefix.length()), MYSQL_PARAMETERS, '&');
    }

    /** What every connection of ours is told first; empty for nothing. */
    String session() {
        return this == H2 ? "" : MYSQL_SESSION;
    }

    private static String appended(String url, String[] parameters, char separator) {
        String known = url.toLowerCase(Locale.ROOT);
        StringBuilder complete = new StringBuilder(url);
        for (String parameter : parameters) {
            String name = parameter.substring(0, parameter.indexOf('=') + 1).toLowerCase(Locale.ROOT);
            if (!known.contains(';' + name) && !known.contains('&' + name) && !known.contains('?' + name)) {
                boolean first = separator == '&' && complete.indexOf("?") < 0;
                complete.append(first ? '?' : separator).append(parameter);
            }
        }
        return complete.toString();
    }

    /**
     * What Hibernate would otherwise ask the driver, which tells of a MariaDB from before it was itself.
     *
     * @param version as the server tells it, such as {@code 11.4.5-MariaDB}
     */
    Map<String, Object> description(String version) {
        String[] numbers = version.split("[^0-9]+", 3);
        return Map.of(
                AvailableSettings.ALLOW_METADATA_ON_BOOT,
                false,
                AvailableSettings.JAKARTA_HBM2DDL_DB_NAME,
                product(version),
                AvailableSettings.JAKARTA_HBM2DDL_DB_VERSION,
                version,
                AvailableSettings.JAKARTA_HBM2DDL_DB_MAJOR_VERSION,
                numbers[0],
                AvailableSettings.JAKARTA_HBM2DDL_DB_MINOR_VERSION,
                numbers[1]);
    }

    private String product(String version) {
        if (this == H2) {
            return "H2";
        }
        return version.toLowerCase(Locale.ROOT).contains("mariadb") ? "MariaDB" : "MySQL";
    }

    /** An expression for the time by the clock of the database, whatever its zone. */
    String millisecondsSinceEpoch() {
        return this == H2
                ? "datediff(millisecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp)"
                : "timestampdiff(microsecond, timestamp '1970-01-01 00:00:00', utc_timestamp(3)) div 1000";
    }

    /** What a select ends with that keeps others from changing the row; H2 lets no other process open its file anyway. */
    String shareLock() {
        return this == H2 ? "" : " lock in share mode"; // MariaDB has no "for share"
    }

    /** Whether no other process can have the database open. */
    boolean isExclusive(String jdbcUrl) {
        String url = jdbcUrl.toLowerCase(Locale.ROOT);
        return this == H2
                && !url.startsWith("jdbc:h2:tcp:")
                && !url.startsWith("jdbc:h2:ssl:")
                && !url.contains("auto_server=true");
    }

    /** What the migrations leave open. */
    Map<String, String> placeholders() {
        return this == H2
                ? Map.of(
                        "body", "VARBINARY(1048576)",
                        "text", "VARCHAR(1048576)",
                        "value", "\"VALUE\"",
                        "ascii", "",
                        "modify", "ALTER COLUMN",
                        "options", "")
                : Map.of(
                        "body", "MEDIUMBLOB",
                        "text", "MEDIUMTEXT",
                        "value", "value",
                        "ascii", "CHARACTER SET ascii COLLATE ascii_bin",
                        "modify", "MODIFY COLUMN",
                        "options", "ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin");
    }
}
