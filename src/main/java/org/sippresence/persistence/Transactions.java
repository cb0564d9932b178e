package org.sippresence.persistence;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;

/** The one place where transactions begin and end. */
final class Transactions {

    private static final int ATTEMPTS = 8;

    /** Deadlock and lock time-out of MySQL and MariaDB, then of H2: another try may well succeed. */
    private static final Set<Integer> COLLISIONS = Set.of(1213, 1205, 40001, 50200);

    private final SessionFactory sessions;

    Transactions(SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * Does the work in a transaction, again if it collides with another.
     *
     * @throws UncheckedIOException if the database fails; nothing is changed then
     */
    <T> T run(Function<StatelessSession, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (PersistenceException e) {
                if (attempt == ATTEMPTS || !isCollision(e)) {
                    throw new UncheckedIOException(new IOException("database: " + Causes.line(e), e));
                }
            }
        }
    }

    private <T> T once(Function<StatelessSession, T> work) {
        try (StatelessSession session = sessions.openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            try {
                T result = work.apply(session);
                transaction.commit();
                return result;
            } finally {
                if (transaction.isActive()) {
                    transaction.rollback();
                }
            }
        }
    }

    private static boolean isCollision(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && COLLISIONS.contains(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }
}
