package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.exception.GenericJDBCException;
import org.hibernate.exception.LockAcquisitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.engine.OutageException;

final class TransactionsTest {

    private static final Transactions.Guard UNGUARDED = new Transactions.Guard() {
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

    private Database database;
    private Transactions transactions;
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void open() {
        database = open("jdbc:h2:mem:transactions");
        transactions = new Transactions(database.sessions(), Transactions.PATIENCE, UNGUARDED);
    }

    private static Database open(String jdbcUrl) {
        return Database.open(StorageFixtures.settings(jdbcUrl), connections -> {});
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aDeadlockIsTriedAgain() {
        String result = transactions.read(manager -> {
            if (attempts.incrementAndGet() < 3) {
                throw new LockAcquisitionException("deadlock", new SQLException("deadlock", "40001", 1213));
            }
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void aDeadlockIsTriedAgainUntilTheDeadlineAndNotForAFixedNumberOfTimes() {
        transactions.read(manager -> {
            if (attempts.incrementAndGet() < 60) {
                throw new LockAcquisitionException("deadlock", new SQLException("deadlock", "40001", 1213));
            }
            return "done";
        });
        assertThat(attempts).hasValue(60);
    }

    @Test
    void aDeadlockThatDoesNotEndIsAFailureThatKeepsWhatFailedBefore() {
        Transactions impatient = new Transactions(database.sessions(), Duration.ofMillis(50), UNGUARDED);
        assertThatThrownBy(() -> impatient.read(manager -> {
                    String number = "deadlock " + attempts.incrementAndGet();
                    throw new LockAcquisitionException(number, new SQLException(number, "40001", 1213));
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("deadlock")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .hasSizeBetween(1, 16)
                        .allSatisfy(each -> assertThat(each).isInstanceOf(LockAcquisitionException.class)));
        assertThat(attempts.get()).isGreaterThan(1);
    }

    /** As H2 does when it cannot write, for example on a full disk. Asked again at once: the pool looks only at connections that rested. */
    @Test
    void aDatabaseThatHasClosedItselfIsOpenedAgain(@TempDir Path directory) {
        try (Database file = open("jdbc:h2:file:" + directory.resolve("closed"))) {
            Transactions again = new Transactions(file.sessions(), Transactions.PATIENCE, UNGUARDED);
            assertThatThrownBy(() -> again.read(manager ->
                            manager.createNativeQuery("shutdown immediately").executeUpdate()))
                    .isInstanceOf(OutageException.class);
            int refused = 0;
            while (refused < 20 && !serves(again)) {
                refused++;
            }
            assertThat(refused).isLessThan(20);
        }
    }

    private static boolean serves(Transactions transactions) {
        try {
            return transactions
                    .read(manager -> manager.createNativeQuery("select 1").getSingleResult())
                    .equals(1);
        } catch (OutageException e) {
            return false;
        }
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        assertThatThrownBy(() -> transactions.read(manager -> {
                    attempts.incrementAndGet();
                    throw new GenericJDBCException("no", new SQLException("disk full", "HY000", 1021));
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk full");
        assertThat(attempts).hasValue(1);
    }
}
