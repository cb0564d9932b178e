package org.sippresence.persistence;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.h2.mvstore.MVStoreException;

/**
 * Tells a connection that is lost from a statement that has failed. The pool asks, too, and drops such a connection: H2 closes
 * its database when a write fails, such as on a full disk, under a SQLSTATE that the pool does not know; a pool that kept these
 * connections would never open the database again.
 */
public final class LostConnections implements SQLExceptionOverride {

    private static final String CONNECTION = "08";

    /** What the pool says of a connection that it has dropped in the middle of a transaction; it has no SQLSTATE. */
    private static final String DROPPED = "Connection is closed";

    /** Made by the pool. */
    public LostConnections() {
        // has no state
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return isLost(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }

    /** Whether the connection is at fault (SQLSTATE class 08) or H2's file, and not what was asked. */
    static boolean isOutage(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if ((cause instanceof SQLException sql && isLost(sql)) || cause instanceof MVStoreException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLost(SQLException failure) {
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || (failure.getSQLState() == null
                        ? DROPPED.equals(failure.getMessage())
                        : failure.getSQLState().startsWith(CONNECTION));
    }
}
