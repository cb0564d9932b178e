package org.sippresence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.persistence.Transactions.Guard;
import org.sippresence.settings.LeaseSettings;
import org.sippresence.settings.logging.FailureCause;

/**
 * Permission to use the database: this process holds the lease, and the database is reachable. While it is unreachable
 * every transaction is rejected at once, reads included. It counts as reachable again when the lease is renewed. The
 * renewal waits for transactions of this process that still run in the database, so that later reads see the outcome of
 * a lost commit.
 *
 * @param ownership the lease, for other packages
 */
record DatabaseAccess(Lease ownership, CircuitBreaker breaker) implements Guard, AutoCloseable {

    /**
     * How long to wait for the locked row of the lease: the database has ended the transactions of a stopped process by
     * then.
     */
    private static final Duration LOCK_TIMEOUT = DatabaseEngine.CLIENT_TIMEOUT.plusSeconds(10);

    private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);

    /**
     * Takes the lease.
     *
     * @throws StorageUnavailableException if another process holds it
     */
    static DatabaseAccess acquire(HikariDataSource connections, String jdbcUrl, LeaseSettings settings) {
        DatabaseEngine engine = DatabaseEngine.of(jdbcUrl);
        try {
            LeaseTable table = new LeaseTable(connections, engine);
            Lease lease = new LeaseAcquisition(table, settings.time(), LOCK_TIMEOUT)
                    .acquire(isUnconditional(jdbcUrl, settings));
            return new DatabaseAccess(lease, new CircuitBreaker("database", lease::renew, PROBE_INTERVAL));
        } catch (SQLException e) {
            throw new StorageUnavailableException(
                    "cannot take the lease of the database: " + FailureCause.message(e), e);
        }
    }

    /** Rejects a change of the schema while another process holds the lease. */
    static Migrations.Permission migrationPermission(String jdbcUrl, LeaseSettings settings) {
        return isUnconditional(jdbcUrl, settings)
                ? connections -> {}
                : connections -> LeaseAcquisition.requireFree(new LeaseTable(connections, DatabaseEngine.of(jdbcUrl)));
    }

    /** Whether the lease is taken unconditionally. */
    private static boolean isUnconditional(String jdbcUrl, LeaseSettings settings) {
        return settings.takeOver() || DatabaseEngine.of(jdbcUrl).isExclusive(jdbcUrl);
    }

    @Override
    public void admit() {
        ownership.requireNotLost();
        breaker.requireClosed();
    }

    @Override
    public void check(Connection writing) throws SQLException {
        ownership.check(writing);
    }

    @Override
    public void failed(String reason) {
        breaker.open(reason);
    }

    @Override
    public void close() {
        breaker.close();
        ownership.close();
    }
}
