package org.sippresence.persistence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.sippresence.persistence.LeaseTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acquires the lease at the start.
 *
 * @param time how long it lasts without a heartbeat
 * @param timeout how long to retry while a transaction of another process locks the row
 */
record LeaseAcquisition(LeaseTable table, Duration time, Duration timeout) {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseAcquisition.class);
    private static final int A_SECOND = 1000;

    /**
     * Takes the lease if it is free, if it has expired, or if the owner process does not exist any more. A process that
     * was suspended during a commit keeps the row locked until the database ends its transaction ({@link
     * DatabaseEngine#CLIENT_TIMEOUT}).
     *
     * @param unconditionally whether to take it from another process
     * @throws StorageUnavailableException if another process holds it
     */
    Lease acquire(boolean unconditionally) throws SQLException {
        ProcessIdentity self = ProcessIdentity.current();
        String node = UUID.randomUUID().toString();
        long began = System.nanoTime();
        boolean waiting = false;
        while (true) {
            try {
                return Lease.of(table, time, table.take(node, self, time, row -> {
                    if (!unconditionally) {
                        requireFree(row, self);
                    }
                }));
            } catch (SQLException e) {
                if (!Transactions.isCollision(e)) {
                    throw e;
                }
                Row row = table.read();
                if (System.nanoTime() - began >= timeout.toNanos()) {
                    throw new StorageUnavailableException(timedOut(row), e);
                }
                if (!waiting) {
                    LOG.warn(
                            "cannot take the lease of the database yet, retrying for {} s: {}",
                            timeout.toSeconds(),
                            locked(row));
                }
                waiting = true;
            }
        }
    }

    /**
     * Checks that the lease could be taken, without taking it.
     *
     * @throws StorageUnavailableException if another process holds it
     */
    static void requireFree(LeaseTable table) throws SQLException {
        ProcessIdentity self = ProcessIdentity.current();
        table.find().ifPresent(row -> requireFree(row, self));
    }

    private static void requireFree(Row row, ProcessIdentity self) {
        if (!row.isFree() && !row.owner().hasEnded(self)) {
            throw new StorageUnavailableException(inUse(row));
        }
    }

    private static String inUse(Row row) {
        return String.format(
                "the database is used by another server: %s, lease taken %d s ago and renewed %d s ago, it expires in %d s;"
                        + " stop that server, or start with --take-over (take_over=1) if it does not run any more",
                row.ownerName(),
                (row.now() - row.taken()) / A_SECOND,
                (row.now() - row.renewed()) / A_SECOND,
                row.left().toSeconds());
    }

    private static String locked(Row row) {
        return String.format(
                "table lane_owner is locked by a transaction, probably of the server %s, which may be suspended: it renewed its lease"
                        + " %d s ago",
                row.ownerName(), (row.now() - row.renewed()) / A_SECOND);
    }

    private String timedOut(Row row) {
        return String.format(
                "cannot take over the database: %s; retried for %d s; end that process (kill -9 %d on %s) or its connections to the"
                        + " database, then start again",
                locked(row), timeout.toSeconds(), row.owner().pid(), row.owner().host());
    }
}
