package org.sippresence.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/** The one row of table {@code lane_owner}. Each change is a short transaction of its own. */
final class LeaseTable {

    private static final String INSERT = "insert into lane_owner"
            + " (lane, node, epoch, lease_until, taken, renewed, host, pid, process) values (0, '', 0, 0, 0, 0, '', 0, '')";

    private final DataSource connections;
    private final String row;
    private final String take;
    private final String renew;
    private final String release;
    private final String check;

    /**
     * Creates access to the row.
     *
     * @param engine provides the SQL for the database's time and for a shared row lock
     */
    LeaseTable(DataSource connections, DatabaseEngine engine) {
        this.connections = connections;
        String now = engine.millisecondsSinceEpoch();
        this.row = "select node, epoch, lease_until, taken, renewed, host, pid, process, " + now
                + " from lane_owner where lane = 0";
        this.take = "update lane_owner set node = ?, host = ?, pid = ?, process = ?, epoch = epoch + 1, taken = " + now
                + ", renewed = " + now + ", lease_until = " + now + " + ? where lane = 0";
        this.renew = "update lane_owner set renewed = " + now + ", lease_until = " + now
                + " + ? where lane = 0 and epoch = ?";
        this.release = "update lane_owner set node = '', lease_until = 0 where lane = 0 and epoch = ?";
        this.check = "select epoch from lane_owner where lane = 0" + engine.shareLock();
    }

    /**
     * The content of the row.
     *
     * @param now milliseconds since 1970 by the database's clock, as the other times
     */
    record Row(String node, long epoch, long until, long taken, long renewed, ProcessIdentity owner, long now) {

        boolean isFree() {
            return node.isEmpty() || until <= now;
        }

        /** The remaining time of the lease. */
        Duration left() {
            return isFree() ? Duration.ZERO : Duration.ofMillis(until - now);
        }

        /** The readable name of the owner. */
        String ownerName() {
            return "host=" + owner.host() + " pid=" + owner.pid();
        }
    }

    /** Decides about the row while it is locked. */
    interface Decision {
        /**
         * Examines the row.
         *
         * @throws StorageUnavailableException if the row must not be changed
         */
        void on(Row row);
    }

    /**
     * Takes the lease unless the decision throws.
     *
     * @return the new epoch
     */
    long take(String node, ProcessIdentity self, Duration lease, Decision decision) throws SQLException {
        return inTransaction(connection -> {
            Row found = lock(connection);
            decision.on(found);
            int unused = update(connection, take, node, self.host(), self.pid(), self.process(), lease.toMillis());
            return found.epoch() + 1;
        });
    }

    private Row lock(Connection connection) throws SQLException {
        Optional<Row> found = find(connection, row + " for update");
        if (found.isEmpty()) {
            int unused = update(connection, INSERT);
            found = find(connection, row + " for update");
        }
        return found.orElseThrow(LeaseTable::missing);
    }

    private static SQLException missing() {
        return new SQLException("table lane_owner has no row for lane 0");
    }

    private Optional<Row> find(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet result = select.executeQuery()) {
            if (!result.next()) {
                return Optional.empty();
            }
            return Optional.of(new Row(
                    result.getString(1),
                    result.getLong(2),
                    result.getLong(3),
                    result.getLong(4),
                    result.getLong(5),
                    ProcessIdentity.of(result.getString(6), result.getLong(7), result.getString(8)),
                    result.getLong(9)));
        }
    }

    /** Reads the row; empty before the first lease. */
    Optional<Row> find() throws SQLException {
        return inTransaction(connection -> find(connection, row));
    }

    /** Reads the row. */
    Row read() throws SQLException {
        return find().orElseThrow(LeaseTable::missing);
    }

    /**
     * Waits for all running transactions that have checked the epoch, then renews the lease.
     *
     * @return false if the epoch has changed
     */
    boolean renew(long epoch, Duration lease) throws SQLException {
        return inTransaction(connection -> update(connection, renew, lease.toMillis(), epoch)) == 1;
    }

    void release(long epoch) throws SQLException {
        int unused = inTransaction(connection -> update(connection, release, epoch));
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setObject(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }

    /** Whether the epoch is unchanged; it cannot change until the transaction of the connection has ended. */
    boolean isEpoch(Connection connection, long epoch) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(check);
                ResultSet result = select.executeQuery()) {
            return result.next() && result.getLong(1) == epoch;
        }
    }

    private interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (Connection connection = connections.getConnection()) {
            boolean done = false;
            try {
                T result = work.on(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        }
    }
}
