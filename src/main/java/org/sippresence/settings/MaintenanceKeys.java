package org.sippresence.settings;

import static org.sippresence.settings.Key.Origin.KAMAILIO;
import static org.sippresence.settings.Key.YEAR;
import static org.sippresence.settings.Key.onOff;
import static org.sippresence.settings.Key.whole;

import java.time.Duration;
import java.util.List;

/** The keys about periodic tasks on the database and about the lease of it. */
final class MaintenanceKeys {

    private MaintenanceKeys() {}

    static List<Key> all() {
        return List.of(
                whole("clean_period", 100, "seconds")
                        .between(Integer.MIN_VALUE, YEAR)
                        .from(KAMAILIO)
                        .means("""
                        The time between two sweeps that delete expired rows; 0 or less: never. Publications,
                        subscriptions and registrations expire exactly, whatever its value."""),
                whole("db_update_period", 100, "seconds")
                        .between(Integer.MIN_VALUE, YEAR)
                        .from(KAMAILIO)
                        .means("""
                        The time between two updates of the report tables (`store_tuples`); 0 or less: only at
                        `cleanup` and when the server stops. Everything else is written before it is acknowledged."""),
                onOff("store_tuples", true).means("""
                        Whether published documents are also stored in report tables, for SQL. 0: nothing is written,
                        and existing rows are kept."""));
    }

    /** The keys about which server may write to the database. */
    static List<Key> lease() {
        return List.of(
                whole("lease_time", 15, "seconds").between(1, 3600).means("""
                        The time for which a server owns the database after it last renewed its lease; it renews the
                        lease three times within this time. Until then a second server does not start, unless the first
                        one was stopped or its process on the same machine has ended."""),
                onOff("take_over", false).means("""
                        1, or `--take-over`: the server takes the database from a server whose lease has not expired.
                        That one stops as soon as it notices. Set it for one start only, not in a file."""));
    }

    static MaintenanceSettings read(Values values) {
        return new MaintenanceSettings(
                values.period("clean_period"), values.period("db_update_period"), values.on("store_tuples"));
    }

    static LeaseSettings readLease(Values values) {
        return new LeaseSettings(Duration.ofSeconds(values.number("lease_time")), values.on("take_over"));
    }
}
