package org.sippresence.settings;

import static org.sippresence.settings.Key.text;
import static org.sippresence.settings.Key.whole;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys about failed authentications and the audit log. */
final class AuditKeys {

    private static final String OFF = "off";
    private static final int MOST_MEGABYTES = 1_000_000;
    private static final int MOST_DAYS = 36_500;
    private static final long MEGABYTE = 1_000_000;

    private AuditKeys() {}

    static List<Key> all() {
        return List.of(
                whole("max_auth_failures", 10, "failures").between(0, 1_000_000).means("""
                        The number of failed authentications that one IPv4 address or one /64 network of IPv6 may have
                        at once, separately over SIP, XCAP and REST; one more is allowed each second. Beyond it
                        credentials are not checked: SIP requests are answered 503 and HTTP requests 429, with
                        Retry-After. Clients whose nonce has authenticated before are served. `trusted_peers` are not
                        limited. 0: no limit."""),
                text("audit_log", "audit.log")
                        .matching("\\S.*", "the name of a file, or off")
                        .means("""
                        The file of administrative changes and refused authentications, one JSON object a line;
                        `off`: none. A relative path is resolved against the data directory. Only the server's user may
                        read the file. While it cannot be written, administrative changes are answered 503. A program
                        that uses `presence-classes.jar` has none unless the key is set."""),
                whole("audit_log_file_size", 10, "MB")
                        .between(1, MOST_MEGABYTES)
                        .means("""
                        The size at which the audit log is renamed and a new file begins; a new one begins every day,
                        too (UTC)."""),
                whole("audit_log_total_size", 1_000, "MB")
                        .between(2, MOST_MEGABYTES)
                        .means("""
                        The size of all files of the audit log; the oldest ones are removed. At least twice
                        `audit_log_file_size`."""),
                whole("audit_log_days", 365, "days")
                        .between(1, MOST_DAYS)
                        .means("The age at which files of the audit log are removed."));
    }

    /**
     * Reads the settings.
     *
     * @param library whether there is no audit log unless one is configured
     */
    static AuditSettings read(Values values, Path data, boolean library) {
        int fileSize = values.number("audit_log_file_size");
        int totalSize = values.number("audit_log_total_size");
        if (totalSize < 2L * fileSize) {
            throw new SettingsException("audit_log_total_size=" + totalSize + " is less than twice audit_log_file_size="
                    + fileSize + ": an old file could not be kept while a new one grows");
        }
        String file = values.text("audit_log");
        boolean none = file.equals(OFF) || (library && !values.isSet("audit_log"));
        return new AuditSettings(
                none ? Optional.empty() : Optional.of(data.resolve(file)),
                fileSize * MEGABYTE,
                totalSize * MEGABYTE,
                Duration.ofDays(values.number("audit_log_days")));
    }
}
