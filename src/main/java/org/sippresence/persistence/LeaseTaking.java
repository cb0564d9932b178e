package org.sippresence.persistence;

import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.sippresence.persistence.LeaseTable.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the lease at the start.
 *
 * @param time how long it lasts without a heartbeat
 * @param patience how long to retry while a transaction of another process locks the row
 */
record LeaseTaking(LeaseTable table, Duration time, Duration patience) {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseTaking.class);
    private static final int A_SECOND = 1000;

    /**
     * Takes the lease if it is free, if it has expired, or if the owner process does not exist any more. A process that
     * was suspended during a commit keeps the row locked until the database ends its transaction ({@link
     * DatabaseEngine#LONGEST_SILENCE}).
     *
     * @param anyway whether to take it unconditionally
     * @throws StorageUnavailableException if another process holds it
     */
    Lease take(boolean anyway) throws SQLException {
        ProcessIdentity self = ProcessIdentity.current();
        String node = UUID.randomUUID().toString();
        long began = System.nanoTime();
        boolean waiting = false;
        while (true) {
            try {
                return Lease.of(table, time, table.take(node, self, time, row -> {
                    if (!anyway) {
                        requireFree(row, self);
                    }
                }));
            } catch (SQLException e) {
                if (!Transactions.isCollision(e)) {
                    throw e;
                }
                Row row = table.read();
                if (System.nanoTime() - began >= patience.toNanos()) {
                    throw new StorageUnavailableException(stuck(row), e);
                }
                if (!waiting) {
                    LOG.warn("the database is in use: {}; trying for {} s", locked(row), patience.toSeconds());
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
        if (!row.isFree() && !row.owner().isGoneFrom(self)) {
            throw new StorageUnavailableException(refusal(row));
        }
    }

    private static String refusal(Row row) {
        return String.format(
                "the database belongs to another server: %s, lease taken %d s ago and renewed %d s ago, it runs out in %d s;"
                        + " stop that server, or start with --take-over (take_over=1) if it is dead",
                row.named(),
                (row.now() - row.taken()) / A_SECOND,
                (row.now() - row.renewed()) / A_SECOND,
                row.left().toSeconds());
    }

    private static String locked(Row row) {
        return String.format(
                "a transaction keeps table lane_owner locked, probably of the server %s, which may be stopped: it renewed its lease"
                        + " %d s ago",
                row.named(), (row.now() - row.renewed()) / A_SECOND);
    }

    private String stuck(Row row) {
        return String.format(
                "cannot take the database over: %s; tried for %d s; end that process (kill -9 %d on %s) or its connections to the"
                        + " database, then start again",
                locked(row),
                patience.toSeconds(),
                row.owner().pid(),
                row.owner().host());
    }
}
