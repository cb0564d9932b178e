package org.sippresence.persistence;

import jakarta.persistence.EntityManager;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.sippresence.engine.OutageException;
import org.sippresence.settings.logging.FailureCause;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins and ends all transactions. Reads and changes of single rows go through Jakarta Persistence, batches of writes
 * through Hibernate's stateless session (ADR 0015).
 */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

    /**
     * Deadlock and lock time-out of MySQL and MariaDB, then of H2: the transaction was rolled back and may be retried.
     */
    private static final Set<Integer> COLLISIONS = Set.of(1213, 1205, 40001, 50200);

    /** How long a transaction that collides with others is retried. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final int KEPT_FAILURES = 16;
    private static final int BATCH_SIZE = 32;

    private final SessionFactory sessions;
    private final Duration patience;
    private final Guard guard;

    /** Checks every transaction. */
    interface Guard {

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

    Transactions(SessionFactory sessions, Duration patience, Guard guard) {
        this.sessions = sessions;
        this.patience = patience;
        this.guard = guard;
    }

    /**
     * Reads in a transaction. Entities are read-only and their state is not copied.
     *
     * @throws OutageException if the database cannot be reached
     * @throws UncheckedIOException if it fails otherwise
     */
    <T> T read(Function<EntityManager, T> work) {
        return retry(this::openReadOnly, work);
    }

    private Session openReadOnly() {
        Session session = sessions.openSession();
        session.setDefaultReadOnly(true);
        session.setHibernateFlushMode(FlushMode.MANUAL);
        return session;
    }

    /**
     * Changes single rows, if this process may write.
     *
     * @throws OutageException as {@link #write}
     * @throws UncheckedIOException as {@link #write}
     */
    <T> T change(Function<EntityManager, T> work) {
        return retry(sessions::openSession, checked(work));
    }

    /**
     * Writes batches of rows, if this process may write.
     *
     * @throws OutageException if it may not write, or the database cannot be reached; if the connection is lost during
     *     the commit, the outcome is unknown
     * @throws UncheckedIOException if it fails otherwise; nothing is changed then
     */
    void write(Consumer<StatelessSession> work) {
        boolean unused = retry(this::openForBatches, checked(session -> {
            work.accept(session);
            return true;
        }));
    }

    /** A stateless session does not read {@code hibernate.jdbc.batch_size}. */
    private StatelessSession openForBatches() {
        StatelessSession session = sessions.openStatelessSession();
        session.setJdbcBatchSize(BATCH_SIZE);
        return session;
    }

    private <S extends SharedSessionContract, T> Function<S, T> checked(Function<? super S, T> work) {
        return session -> {
            session.doWork(guard::check);
            return work.apply(session);
        };
    }

    /** Retries a transaction with growing random pauses while it collides with others. */
    private <S extends SharedSessionContract, T> T retry(Supplier<S> open, Function<? super S, T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        long longest = SHORTEST_PAUSE;
        Deque<Throwable> earlier = new ArrayDeque<>();
        while (true) {
            guard.admit();
            try {
                return once(open, work);
            } catch (PersistenceException e) {
                if (LostConnections.isOutage(e)) {
                    guard.failed(FailureCause.message(e));
                    throw new OutageException("database: " + FailureCause.message(e), e);
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
                new UncheckedIOException(new IOException("database: " + FailureCause.message(last), last));
        earlier.forEach(failure::addSuppressed);
        return failure;
    }

    private static <S extends SharedSessionContract, T> T once(Supplier<S> open, Function<? super S, T> work) {
        try (S session = open.get()) {
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
            LOG.debug("a transaction could not be rolled back: {}", FailureCause.message(e));
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
