package org.sippresence.persistence;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.h2.mvstore.MVStoreException;

/**
 * Distinguishes a lost connection from a failed statement. The pool asks this class, too, and drops lost connections:
 * H2 closes its database when a write fails, for example on a full disk, with a SQLSTATE that the pool does not know. A
 * pool that kept these connections would never open the database again.
 */
public final class LostConnections implements SQLExceptionOverride {

    private static final String CONNECTION = "08";

    /** The pool's message for a connection that it dropped during a transaction; it has no SQLSTATE. */
    private static final String DROPPED = "Connection is closed";

    /** Called by the pool. */
    public LostConnections() {
        // stateless
    }

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        return isLost(failure) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
    }

    /** Whether the connection (SQLSTATE class 08) or H2's file failed, rather than the statement. */
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
