package org.sippresence.persistence;

import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** The one place where transactions begin and end. */
final class Transactions {

    /** Deadlock and lock time-out of MySQL and MariaDB, then of H2: the transaction was rolled back and may be repeated. */
    private static final Set<Integer> COLLISIONS = Set.of(1213, 1205, 40001, 50200);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final int KEPT_FAILURES = 16;

    private final SessionFactory sessions;
    private final Duration patience;

    Transactions(SessionFactory sessions) {
        this(sessions, PATIENCE);
    }

    /** @param patience for how long a transaction that collides with others is begun again */
    Transactions(SessionFactory sessions, Duration patience) {
        this.sessions = sessions;
        this.patience = patience;
    }

    /**
     * Does the work in a transaction, and repeats it with growing random pauses while it collides with other transactions.
     *
     * @throws UncheckedIOException if the database fails; nothing is changed then
     */
    <T> T run(Function<StatelessSession, T> work) {
        long deadline = System.nanoTime() + patience.toNanos();
        long longest = SHORTEST_PAUSE;
        Deque<Throwable> earlier = new ArrayDeque<>();
        while (true) {
            try {
                return once(work);
            } catch (PersistenceException e) {
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
                new UncheckedIOException(new IOException("database: " + Causes.line(last), last));
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
