package org.sippresence.persistence;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.sippresence.engine.OutageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends all transactions. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /**
     * Deadlock and lock time-out of MySQL and MariaDB, then of H2: the transaction was rolled back and may be retried.
     */
    private static final Set<Integer> COLLISIONS = Set.of(1213, 1205, 40001, 50200);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final int KEPT_FAILURES = 16;

    private final SessionFactory sessions;
    private final Duration patience;
    private final Guard guard;

    /** Checks every transaction. */
    interface Guard {

        /** For a database that only this process uses and whose callers have no deadline. */
        Guard NONE = new Guard() {
            @Override
            public void admit() {
                // always admitted
            }

            @Override
            public void check(Connection writing) {
                // there is no other writer
            }

            @Override
            public void failed(String reason) {
                // the next transaction is tried as well
            }
        };

        /**
         * Called before each transaction.
         *
         * @throws OutageException if no transaction may begin now
         */
        void admit();

        /**
         * Called before the first change of a transaction.
         *
         * @throws OutageException if this process may not write any more
         */
        void check(Connection writing) throws SQLException;

        /**
         * Called if the database could not be reached, or the connection was lost; the outcome of a commit is unknown
         * then.
         */
        void failed(String reason);
    }

    Transactions(SessionFactory sessions) {
        this(sessions, PATIENCE, Guard.NONE);
    }

    /**
     * Creates transactions with their own bound on retries.
     *
     * @param patience how long a transaction that collides with others is retried
     */
    Transactions(SessionFactory sessions, Duration patience, Guard guard) {
        this.sessions = sessions;
        this.patience = patience;
        this.guard = guard;
    }

    Transactions(SessionFactory sessions, Guard guard) {
        this(sessions, PATIENCE, guard);
    }

    /**
     * Executes work that changes rows, as {@link #run}, if this process may write.
     *
     * @throws OutageException if it may not write, or the database cannot be reached; if the connection is lost during
     *     the commit, the outcome is unknown
     */
    <T> T write(Function<StatelessSession, T> work) {
        return run(session -> {
            session.doWork(guard::check);
            return work.apply(session);
        });
    }

    /**
     * Executes the work in a transaction, and retries it with growing random pauses while it collides with other
     * transactions.
     *
     * @throws OutageException if the database cannot be reached
     * @throws UncheckedIOException if it fails otherwise; nothing is changed then
     */
    <T> T run(Function<StatelessSession, T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        long longest = SHORTEST_PAUSE;
        Deque<Throwable> earlier = new ArrayDeque<>();
        while (true) {
            guard.admit();
            try {
                return once(work);
            } catch (PersistenceException e) {
                if (LostConnections.isOutage(e)) {
                    guard.failed(FailureMessages.line(e));
                    throw new OutageException("database: " + FailureMessages.line(e), e);
                }
                if (!isCollision(e) || System.nanoTime() - deadline >= 0) {
                    throw failure(e, earlier);
                }
                if (earlier.size() == KEPT_FAILURES) {
                    earlier.removeFirst();
                }
                earlier.addLast(e);
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE, longest + SHORTEST_PAUSE));
                longest = Math.min(2 * longest, LONGEST_PAUSE);
            }
        }
    }

    private static UncheckedIOException failure(PersistenceException last, Deque<Throwable> earlier) {
        UncheckedIOException failure =
                new UncheckedIOException(new IOException("database: " + FailureMessages.line(last), last));
        earlier.forEach(failure::addSuppressed);
        return failure;
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
                    rollback(transaction);
                }
            }
        }
    }

    /** Rolls back; the earlier failure is the one to report. */
    private static void rollback(Transaction transaction) {
        try {
            transaction.rollback();
        } catch (PersistenceException e) {
            LOG.debug("a transaction could not be rolled back: {}", FailureMessages.line(e));
        }
    }

    /** Whether it failed because of a conflict with another transaction. */
    static boolean isCollision(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && COLLISIONS.contains(sql.getErrorCode())) {
                return true;
            }
        }
        return false;
    }
}
