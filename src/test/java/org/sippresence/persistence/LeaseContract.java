package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.persistence.StorageFixtures.execute;
import static org.sippresence.persistence.StorageFixtures.query;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.publication;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sippresence.attributes.AttributeName;
import org.sippresence.engine.OutageException;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.settings.LeaseSettings;
import org.sippresence.settings.StorageSettings;

/** What the lease does on a database that several processes can open. */
interface LeaseContract {

    Duration HOUR = Duration.ofHours(1);

    /** Creates a database that nobody has opened. */
    StorageSettings emptyDatabase() throws SQLException;

    private static JpaPresentityStore open(StorageSettings settings) {
        return open(settings, HOUR, false);
    }

    private static JpaPresentityStore takeOver(StorageSettings settings) {
        return open(settings, HOUR, true);
    }

    private static JpaPresentityStore open(StorageSettings settings, Duration time, boolean takeOver) {
        return JpaPresentityStore.open(settings, new LeaseSettings(time, takeOver), StorageFixtures.CLOCK);
    }

    @Test
    default void aSecondProcessIsRefusedByNameUntilTheFirstOneHasClosed() throws SQLException {
        StorageSettings database = emptyDatabase();
        try (JpaPresentityStore first = open(database)) {
            assertThatThrownBy(() -> open(database))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageContaining("pid=" + ProcessHandle.current().pid())
                    .hasMessageContaining("host=")
                    .hasMessageMatching(".*taken \\d+ s ago and renewed \\d+ s ago.*--take-over.*");
            first.write(List.of(new SavePublication(publication("p1", ALICE))));
        }
        try (JpaPresentityStore second = open(database)) {
            assertThat(second.load(ALICE)).isPresent();
        }
    }

    @Test
    default void whoseDatabaseWasTakenOverWritesNothingMoreAndIsTold() throws SQLException {
        StorageSettings database = emptyDatabase();
        List<String> notified = new CopyOnWriteArrayList<>();
        try (JpaPresentityStore first = open(database)) {
            first.ownership().onLost(notified::add);
            assertThat(first.ownership().isHeld()).isTrue();
            try (JpaPresentityStore second = takeOver(database)) {
                assertThatThrownBy(() -> first.write(List.of(new SavePublication(publication("p1", ALICE)))))
                        .isInstanceOf(OutageException.class)
                        .hasMessageContaining("taken over the database");
                assertThatThrownBy(() -> first.load(ALICE)).isInstanceOf(OutageException.class);
                assertThatThrownBy(() -> first.userAttributes().remove(new AttributeName("u", "n")))
                        .isInstanceOf(OutageException.class);
                assertThat(notified).singleElement().asString().contains("pid=").doesNotContain("\n");
                assertThat(first.ownership().isHeld()).isFalse();
                assertThat(second.load(ALICE)).isEmpty();
                second.write(List.of(new SavePublication(publication("p2", ALICE))));
            }
        }
    }

    @Test
    default void whoIsIdleNoticesByItsHeartbeat() throws SQLException {
        StorageSettings database = emptyDatabase();
        Duration brief = Duration.ofSeconds(1);
        try (JpaPresentityStore first = open(database, brief, false);
                JpaPresentityStore second = open(database, brief, true)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> first.ownership().isLost());
            assertThat(second.ownership().isLost()).isFalse();
        }
    }

    @Test
    default void theLeaseOfAProcessThatIsGoneOrThatHasRunOutIsTakenAtOnce() throws SQLException {
        StorageSettings database = emptyDatabase();
        open(database).close();
        String held = "update lane_owner set node = 'other', lease_until = 9999999999999, ";
        ProcessIdentity self = ProcessIdentity.current();
        execute(database, held + "host = '" + self.host() + "', pid = 4194999, process = '" + self.process() + "'");
        open(database).close();
        execute(database, held + "host = 'elsewhere', pid = 4194999, process = '" + self.process() + "'");
        assertThatThrownBy(() -> open(database)).hasMessageContaining("host=elsewhere pid=4194999");
        execute(database, "update lane_owner set lease_until = 1");
        open(database).close();
    }

    @Test
    default void nothingIsMigratedUnderAServerThatRuns() throws SQLException {
        StorageSettings database = emptyDatabase();
        OldSchema.migrate(database, database.tables(), "10");
        execute(
                database,
                "update lane_owner set node = 'other', lease_until = 9999999999999, host = 'elsewhere', pid = 7");
        assertThatThrownBy(() -> open(database))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("host=elsewhere pid=7");
        assertThat(query(database, "select count(*) from presentity"))
                .as("V12 renames it")
                .containsExactly("0");
        takeOver(database).close();
        assertThat(query(database, "select count(*) from presentities")).containsExactly("0");
    }

    /** What a process keeps locked that was stopped during a commit, until the database ends its transaction. */
    private static Connection locked(StorageSettings database) throws SQLException {
        Connection connection = JdbcConnections.open(
                DatabaseEngine.of(database.jdbcUrl()).withParameters(database.jdbcUrl()),
                database.user(),
                database.password());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("select epoch from lane_owner where lane = 0 for update");
        }
        return connection;
    }

    @Test
    default void aStartWaitsForTheTransactionOfAStoppedProcess() throws SQLException {
        StorageSettings database = emptyDatabase();
        open(database).close();
        try (Connection stopped = locked(database)) {
            CompletableFuture<JpaPresentityStore> start = CompletableFuture.supplyAsync(() -> open(database));
            await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(4)).until(() -> !start.isDone());
            stopped.rollback();
            start.orTimeout(10, TimeUnit.SECONDS).join().close();
        }
    }

    @Test
    default void aStartThatWaitedInVainSaysWhoseTransactionItIsAndWhatToDo() throws SQLException {
        StorageSettings database = emptyDatabase();
        try (JpaPresentityStore first = open(database);
                Connection stopped = locked(database);
                HikariDataSource connections = Database.connect(
                        DatabaseEngine.of(database.jdbcUrl()),
                        database,
                        DatabaseEngine.of(database.jdbcUrl()).initialStatement())) {
            LeaseTable table = new LeaseTable(connections, DatabaseEngine.of(database.jdbcUrl()));
            LeaseAcquisition acquisition = new LeaseAcquisition(table, HOUR, Duration.ofSeconds(3));
            long pid = ProcessHandle.current().pid();
            assertThatThrownBy(() -> acquisition.acquire(true))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageMatching("cannot take over the database: .*lane_owner is locked.* host=\\S+ pid=" + pid
                            + ",.*kill -9 " + pid + " on .*then start again");
            assertThat(first.ownership().isLost()).isFalse();
            stopped.rollback();
        }
    }
}
