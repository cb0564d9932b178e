package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.exec.ManagedProcessException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.account.Account;
import org.sippresence.account.Ha1;
import org.sippresence.settings.StorageSettings;

@ExtendWith(MariaDb.class)
final class MariaDbForeignAccountStoreIT extends ForeignAccountStoreContract {

    @Override
    StorageSettings emptyDatabase() throws SQLException {
        try {
            MariaDb.freshSchema();
        } catch (ManagedProcessException e) {
            throw new IllegalStateException(e);
        }
        return StorageFixtures.settings(MariaDb.url());
    }

    @Override
    String typeOfTexts() {
        return "char";
    }

    /** Kamailio's tables have a collation that does not distinguish case. */
    @Test
    void aDomainMayBeInUpperCase() throws SQLException {
        kamailiosTable();
        kamailio("alice", "Example.ORG", "", HA1, HA1B);
        assertThat(opened().find(ALICE)).isPresent();
    }

    /** The statement of docs/operations.md. */
    @Test
    void hashesCanBeCopiedIntoTheOwnTable() throws SQLException {
        kamailiosTable();
        kamailio("alice", "Example.ORG", "", HA1, HA1B);
        StorageSettings own = emptyDatabase();
        try (JpaPresentityStore store = StorageFixtures.open(own)) {
            String theirs = database.jdbcUrl().substring(database.jdbcUrl().lastIndexOf('/') + 1);
            StorageFixtures.execute(
                    own,
                    "insert into subscriber (username, domain, ha1, ha1b, ha1_sha256, ha1b_sha256)"
                            + " select username, lower(domain), ha1, ha1b, '', '' from " + theirs + ".subscriber");
            assertThat(store.accounts().find(ALICE)).contains(new Account(ALICE, new Ha1(HA1, ""), new Ha1(HA1B, "")));
        }
    }
}
