package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
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

    private JpaPresentityStore store;
    private Transactions transactions;
    private final AtomicInteger attempts = new AtomicInteger();

    @BeforeEach
    void open() {
        store = JpaPresentityStore.open(StorageFixtures.settings("jdbc:h2:mem:transactions"), StorageFixtures.CLOCK);
        transactions = new Transactions(store.sessions());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aDeadlockIsTriedAgain() {
        String result = transactions.run(session -> {
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
        transactions.run(session -> {
            if (attempts.incrementAndGet() < 60) {
                throw new LockAcquisitionException("deadlock", new SQLException("deadlock", "40001", 1213));
            }
            return "done";
        });
        assertThat(attempts).hasValue(60);
    }

    @Test
    void aDeadlockThatDoesNotEndIsAFailureThatKeepsWhatFailedBefore() {
        Transactions impatient = new Transactions(store.sessions(), Duration.ofMillis(50), Transactions.Guard.NONE);
        assertThatThrownBy(() -> impatient.run(session -> {
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
        try (JpaPresentityStore file = JpaPresentityStore.open(
                StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("closed")), StorageFixtures.CLOCK)) {
            Transactions again = new Transactions(file.sessions());
            assertThatThrownBy(() -> again.run(session -> session.createNativeMutationQuery("shutdown immediately")
                            .executeUpdate()))
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
                    .run(session ->
                            session.createNativeQuery("select 1", Integer.class).getSingleResult())
                    .equals(1);
        } catch (OutageException e) {
            return false;
        }
    }

    @Test
    void anotherFailureIsNotTriedAgain() {
        assertThatThrownBy(() -> transactions.run(session -> {
                    attempts.incrementAndGet();
                    throw new GenericJDBCException("no", new SQLException("disk full", "HY000", 1021));
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk full");
        assertThat(attempts).hasValue(1);
    }
}
