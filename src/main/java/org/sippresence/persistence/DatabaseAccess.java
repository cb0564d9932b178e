package org.sippresence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sippresence.engine.CircuitBreaker;
import org.sippresence.persistence.Transactions.Guard;
import org.sippresence.settings.LeaseSettings;

/**
 * Whether the database may be used: it belongs to this process, and it is there. While it is away every transaction is refused at
 * once, also those that read. It is back when the lease was renewed: that waits for what this process has left running in the
 * database, so that whoever reads afterwards reads what a lost commit has come to.
 *
 * @param ownership the lease, for others
 */
record DatabaseAccess(Lease ownership, CircuitBreaker breaker) implements Guard, AutoCloseable {

    /** For the row of the lease while it is locked: the database has ended the transactions of a stopped process by then. */
    private static final Duration PATIENCE = DatabaseEngine.LONGEST_SILENCE.plusSeconds(10);

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);

    /**
     * Takes the lease.
     *
     * @throws StorageUnavailableException if another process has it
     */
    static DatabaseAccess to(HikariDataSource connections, String jdbcUrl, LeaseSettings settings) {
        DatabaseEngine engine = DatabaseEngine.of(jdbcUrl);
        try {
            LeaseTable table = new LeaseTable(connections, engine);
            Lease lease = new LeaseTaking(table, settings.time(), PATIENCE).take(isTaken(jdbcUrl, settings));
            return new DatabaseAccess(lease, new CircuitBreaker("database", lease::renew, BETWEEN_PROBES));
        } catch (SQLException e) {
            throw new StorageUnavailableException(
                    "cannot take the lease of the database: " + FailureMessages.line(e), e);
        }
    }

    /** Refuses to change the schema under another process that has the lease. */
    static Migrations.Permission toMigrate(String jdbcUrl, LeaseSettings settings) {
        return isTaken(jdbcUrl, settings)
                ? connections -> {}
                : connections -> LeaseTaking.requireFree(new LeaseTable(connections, DatabaseEngine.of(jdbcUrl)));
    }

    /** Whether the lease is taken in any case. */
    private static boolean isTaken(String jdbcUrl, LeaseSettings settings) {
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
