package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.sippresence.persistence.ForeignAccountStoreContract.ALICE;
import static org.sippresence.persistence.ForeignAccountStoreContract.HA1;
import static org.sippresence.persistence.StorageFixtures.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.account.Account;
import org.sippresence.engine.OutageException;
import org.sippresence.settings.Settings;

/** A table of accounts on a MariaDB with users and rights, which ends and comes back. */
final class SystemMariaDbForeignAccountStoreIT {

    @TempDir
    private Path directory;

    private SystemMariaDb server;

    @BeforeEach
    void start() throws IOException, SQLException {
        server = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
        sql("create table subscriber (username varchar(64) not null, domain varchar(64) not null,"
                + " password varchar(64) not null, ha1 varchar(64) not null, ha1b varchar(64) not null)");
        sql("insert into subscriber values ('alice', 'example.org', 'secret', '" + HA1 + "', '')");
        sql("create user reader@'%' identified by 'p@ss/word'");
        sql("grant select (username, domain, ha1, ha1b) on subscriber to reader@'%'");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void sql(String statement) throws SQLException {
        execute(StorageFixtures.settings(server.url()), statement);
    }

    private ForeignAccountStore open(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("subscriber_db_url", server.url().replace("jdbc:mysql://", "mysql://reader:p@ss/word@"));
        Settings settings = Settings.of(values);
        return ForeignAccountStore.open(settings.accounts().foreign().orElseThrow(), settings.digest());
    }

    @Test
    void rightsToTheColumnsInUseSuffice() {
        try (ForeignAccountStore store = open(Map.of())) {
            assertThat(store.find(ALICE).map(Account::plain).orElseThrow().md5())
                    .isEqualTo(HA1);
        }
        assertThatThrownBy(() -> open(Map.of("calculate_ha1", "1", "password_column", "password")))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("no readable column password")
                .hasMessageNotContaining("p@ss");
    }

    @Test
    void whileTheDatabaseIsAwayEveryReadFailsAtOnceAndAfterwardsAccountsAreFoundAgain() {
        try (ForeignAccountStore store = open(Map.of())) {
            server.kill9();
            assertThatThrownBy(() -> store.find(ALICE)).isInstanceOf(OutageException.class);
            assertThatThrownBy(() -> store.find(ALICE))
                    .isInstanceOf(OutageException.class)
                    .hasMessageContaining("account-database is away");
            server.start();
            await().atMost(Duration.ofMinutes(1))
                    .ignoreExceptionsInstanceOf(OutageException.class)
                    .untilAsserted(() -> assertThat(store.find(ALICE)).isNotEqualTo(Optional.empty()));
        }
    }
}
