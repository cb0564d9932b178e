package org.sippresence.persistence;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.hibernate.cfg.AvailableSettings;

/** The supported databases and the connection parameters that each needs. */
enum DatabaseEngine {
    H2("jdbc:h2:", "org.h2.Driver"),
    MYSQL("jdbc:mysql:", "com.mysql.cj.jdbc.Driver"),
    MARIADB("jdbc:mariadb:", "com.mysql.cj.jdbc.Driver");

    /**
     * Time after which a server has ended every transaction of a silent client. The pool checks idle connections more
     * often.
     */
    static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(60);

    /** Chosen by measurement: a batch becomes one statement, prepared once, without needless queries to the server. */
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
     * The server ends transactions of silent clients, because other transactions may wait for their locks: after 10 s
     * inside a transaction where it supports that (MariaDB 10.3), after a minute otherwise. A lock wait fails after 2 s
     * and is retried.
     */
    private static final String MYSQL_INITIAL_STATEMENT = "set session innodb_lock_wait_timeout = 2, wait_timeout = "
            + CLIENT_TIMEOUT.toSeconds() + " /*M!100300 , idle_transaction_timeout = 10 */";

    /**
     * Commits survive the death of the process, only this server closes the database, a column may be named value, and
     * failures are reported by the log alone: a trace file beside a database on a full disk would use up the remaining
     * space.
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

    /**
     * Selects the engine by the URL.
     *
     * @throws StorageUnavailableException if the database is not supported
     */
    static DatabaseEngine of(String jdbcUrl) {
        return Arrays.stream(values())
                .filter(engine -> jdbcUrl.startsWith(engine.prefix))
                .findFirst()
                .orElseThrow(() -> new StorageUnavailableException(
                        "db_url must begin with jdbc:h2:, jdbc:mysql: or jdbc:mariadb:"));
    }

    String driver() {
        return driver;
    }

    /** Adds our parameters where the URL does not set them. MySQL's driver is used for MariaDB, too. */
    String withParameters(String jdbcUrl) {
        if (this == H2) {
            return append(jdbcUrl, H2_PARAMETERS, ';');
        }
        return append(MYSQL.prefix + jdbcUrl.substring(prefix.length()), MYSQL_PARAMETERS, '&');
    }

    /** Adds a time-out of a few seconds for an answer where the URL sets none, for queries of single rows. */
    String withShortTimeout(String jdbcUrl) {
        return this == H2 ? jdbcUrl : append(jdbcUrl, new String[] {"socketTimeout=5000"}, '&');
    }

    /** The first SQL statement of every connection; empty for none. */
    String initialStatement() {
        return this == H2 ? "" : MYSQL_INITIAL_STATEMENT;
    }

    private static String append(String url, String[] parameters, char separator) {
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
     * What Hibernate would otherwise ask the driver, which reports MariaDB's old compatibility version.
     *
     * @param version as the server reports it, such as {@code 11.4.5-MariaDB}
     */
    Map<String, Object> hibernateSettings(String version) {
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

    /** An SQL expression for the time by the database's clock, independent of its time zone. */
    String millisecondsSinceEpoch() {
        return this == H2
                ? "datediff(millisecond, timestamp with time zone '1970-01-01 00:00:00+00', current_timestamp)"
                : "timestampdiff(microsecond, timestamp '1970-01-01 00:00:00', utc_timestamp(3)) div 1000";
    }

    /**
     * The suffix of a select that keeps other transactions from changing the row; H2 admits one process per file
     * anyway.
     */
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

    /** Values of the migrations' placeholders. */
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
