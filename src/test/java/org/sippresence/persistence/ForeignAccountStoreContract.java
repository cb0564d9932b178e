package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.account.Account;
import org.sippresence.account.Accounts;
import org.sippresence.account.Ha1;
import org.sippresence.model.Aor;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.Settings;
import org.sippresence.settings.SettingsException;
import org.sippresence.settings.StorageSettings;

/** Accounts in the tables of Kamailio, OpenSIPS and SER. The hashes are those that md5sum and sha256sum print. */
abstract class ForeignAccountStoreContract {

    static final Aor ALICE = Aor.parse("sip:alice@example.org");

    /** Of {@code alice:example.org:open sesame}. */
    static final String HA1 = "a9ddb7847eced4c0d71feddb99378898";

    /** Of {@code alice@example.org:example.org:open sesame}. */
    static final String HA1B = "35f5b60946b7d2e340a9e5faa6e92838";

    static final String HA1_SHA256 = "cf1d325ed8c837316702cba511454e73b197a81373f1533aae44ab7abaf87c5e";
    static final String HA1B_SHA256 = "675719de29e9cf98fb84ecd8e6b9780f6f126503d35b9dca97e9374b5534f3f1";

    private static final Account BY_MD5 = new Account(ALICE, new Ha1(HA1, ""), new Ha1(HA1B, ""));

    private static final String KAMAILIO = "create table subscriber ("
            + "id int unsigned auto_increment primary key not null, username varchar(64) default '' not null,"
            + " domain varchar(64) default '' not null, password varchar(64) default '' not null,"
            + " ha1 varchar(128) default '' not null, ha1b varchar(128) default '' not null,"
            + " constraint account_idx unique (username, domain))";

    /** With the database's type of its columns. */
    private static final String OPENSIPS = "create table subscriber ("
            + "id int unsigned auto_increment primary key not null, username %1$s(64) default '' not null,"
            + " domain %1$s(64) default '' not null, password %1$s(25) default '' not null,"
            + " ha1 %1$s(64) default '' not null, ha1_sha256 %1$s(64) default '' not null,"
            + " ha1_sha512t256 %1$s(64) default '' not null, constraint account_idx unique (username, domain))";

    private static final String SER = "create table credentials ("
            + "auth_username varchar(64) not null, did varchar(64) default '_default' not null,"
            + " realm varchar(64) not null, password varchar(28) default '' not null, flags int default 0 not null,"
            + " ha1 varchar(32) not null, ha1b varchar(32) default '' not null, uid varchar(64) not null)";

    StorageSettings database;
    private ForeignAccountStore store;

    /** An empty database. */
    abstract StorageSettings emptyDatabase() throws SQLException;

    /** The type of OpenSIPS' columns. */
    abstract String typeOfTexts();

    @BeforeEach
    void begin() throws SQLException {
        database = emptyDatabase();
    }

    @AfterEach
    void end() {
        if (store != null) {
            store.close();
        }
    }

    private ForeignAccountStore open(String... more) {
        Map<String, String> values = new HashMap<>();
        String separator = database.jdbcUrl().startsWith("jdbc:h2:") ? ";" : "?";
        values.put("subscriber_db_url", database.jdbcUrl() + separator + "user=" + database.user());
        Arrays.stream(more).map(each -> each.split("=", 2)).forEach(each -> values.put(each[0], each[1]));
        Settings settings = Settings.of(values);
        store = ForeignAccountStore.open(settings.accounts().foreign().orElseThrow(), settings.digest());
        return store;
    }

    void kamailio(String username, String domain, String password, String... hashes) throws SQLException {
        StorageFixtures.execute(
                database,
                "insert into subscriber (username, domain, password, ha1, ha1b) values ('" + username + "', '" + domain
                        + "', '" + password + "', '" + (hashes.length > 0 ? hashes[0] : "") + "', '"
                        + (hashes.length > 1 ? hashes[1] : "") + "')");
    }

    void kamailiosTable() throws SQLException {
        StorageFixtures.execute(database, KAMAILIO);
    }

    ForeignAccountStore opened() {
        return open();
    }

    @Test
    void kamailiosHashesAreReadInPlace() throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "", HA1, HA1B);
        kamailio("alice", "example.net", "", HA1B, HA1);
        open();
        assertThat(store.find(ALICE)).contains(BY_MD5);
        assertThat(store.find(ALICE).orElseThrow().plain().md5()).isEqualTo(HA1);
        assertThat(store.find(Aor.parse("sip:bob@example.org"))).isEmpty();
        assertThat(store.find(Aor.parse("sip:alice@example.com"))).isEmpty();
        assertThat(store.algorithms()).containsExactly(Algorithm.MD5);
    }

    @Test
    void algorithmsWithoutHashesAreNotOffered() throws SQLException {
        kamailiosTable();
        open();
        DigestSettings both = Settings.of(Map.of()).digest();
        assertThat(new Accounts(store, both).digest().algorithms()).containsExactly(Algorithm.MD5);
        DigestSettings sha256 =
                Settings.of(Map.of("digest_algorithms", "sha-256")).digest();
        assertThatThrownBy(() -> new Accounts(store, sha256))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("digest_algorithms offers SHA-256, but");
    }

    @Test
    void plainPasswordsAreHashedByBothAlgorithms() throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "open sesame");
        open("calculate_ha1=1", "password_column=password");
        assertThat(store.find(ALICE))
                .contains(new Account(ALICE, new Ha1(HA1, HA1_SHA256), new Ha1(HA1B, HA1B_SHA256)));
        assertThat(store.algorithms()).containsExactlyInAnyOrder(Algorithm.MD5, Algorithm.SHA_256);
    }

    @Test
    void anEmptyPasswordBesideHashesAuthenticatesNobody() throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "", HA1, HA1B);
        open("calculate_ha1=1", "password_column=password");
        assertThat(store.find(ALICE)).contains(new Account(ALICE, Ha1.UNKNOWN, Ha1.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not a hash", "a9ddb7847eced4c0d71feddb9937889"})
    void aColumnThatHasNoHashAuthenticatesNobody(String text) throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "open sesame", text, text);
        assertThat(open().find(ALICE)).contains(new Account(ALICE, Ha1.UNKNOWN, Ha1.UNKNOWN));
    }

    @Test
    void userNamesAreComparedExactlyWhateverTheCollationDoes() throws SQLException {
        kamailiosTable();
        kamailio("Alice", "example.org", "", HA1, HA1B);
        kamailio("bob ", "example.org", "", HA1, HA1B);
        open();
        assertThat(store.find(ALICE)).isEmpty();
        assertThat(store.find(Aor.parse("sip:bob@example.org"))).isEmpty();
        assertThat(store.find(Aor.parse("sip:Alice@example.org"))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:x'or'1'='1@example.org", "sip:'@example.org", "sip:alice';--@example.org"})
    void aUserNameIsNeverPartOfTheStatement(String uri) throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "", HA1, HA1B);
        assertThat(open().find(Aor.parse(uri))).isEmpty();
        assertThat(store.find(ALICE)).isPresent();
    }

    @Test
    void withoutDomainsAnAccountIsFoundByItsUserNameIfThatIsUnique() throws SQLException {
        kamailiosTable();
        kamailio("alice", "", "", HA1, HA1B);
        kamailio("bob", "example.org", "", HA1, HA1B);
        kamailio("bob", "example.net", "", HA1B, HA1);
        open("use_domain=0", "domains=example.org");
        assertThat(store.find(ALICE)).contains(BY_MD5);
        assertThat(store.find(Aor.parse("sip:bob@example.org"))).isEmpty();
    }

    @Test
    void openSipsHasHashesBySha256() throws SQLException {
        StorageFixtures.execute(database, OPENSIPS.formatted(typeOfTexts()));
        StorageFixtures.execute(
                database,
                "insert into subscriber (username, domain, ha1, ha1_sha256) values ('alice', 'example.org', '" + HA1
                        + "', '" + HA1_SHA256 + "')");
        open();
        assertThat(store.find(ALICE)).contains(new Account(ALICE, new Ha1(HA1, HA1_SHA256), Ha1.UNKNOWN));
        assertThat(store.algorithms()).containsExactlyInAnyOrder(Algorithm.MD5, Algorithm.SHA_256);
    }

    @Test
    void aTableWithHashesBySha256InTheColumnsOfMd5OffersNothingElse() throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "", HA1_SHA256, HA1B_SHA256);
        open("hash_column_sha256=ha1");
        assertThat(store.find(ALICE)).contains(new Account(ALICE, new Ha1("", HA1_SHA256), new Ha1("", HA1B_SHA256)));
        assertThat(store.algorithms()).containsExactly(Algorithm.SHA_256);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "33, true", "0, false", "3, false", "2, false"})
    void serHasFlagsForAccountsThatAreDisabled(int flags, boolean enabled) throws SQLException {
        StorageFixtures.execute(database, SER);
        StorageFixtures.execute(
                database,
                "insert into credentials (auth_username, realm, flags, ha1, ha1b, uid) values ('alice', 'example.org', "
                        + flags + ", '" + HA1 + "', '" + HA1B + "', 'alice')");
        open("subscriber_table=credentials", "user_column=auth_username", "domain_column=realm");
        assertThat(store.find(ALICE)).isEqualTo(enabled ? Optional.of(BY_MD5) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "subscriber_table=subscribers, there is no readable table subscribers at subscriber_db_url; set subscriber_table",
        "subscriber_table=subscribe_, there is no readable table subscribe_ at subscriber_db_url; set subscriber_table",
        "user_column=user, has no readable column user; set user_column",
        "domain_column=realm, has no readable column realm; set domain_column",
        "password_column=secret, has no readable column secret; set password_column",
        "password_column_2=ha1_2, has no readable column ha1_2; set password_column_2",
        "hash_column_sha256=sha, has no readable column sha; set hash_column_sha256",
    })
    void aTableOrColumnThatIsNotThereIsNamedAtTheStart(String setting, String message) throws SQLException {
        kamailiosTable();
        assertThatThrownBy(() -> open(setting))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void theTableIsOnlyRead() throws SQLException {
        kamailiosTable();
        kamailio("alice", "example.org", "", HA1, HA1B);
        open();
        assertThat(store.isWritable()).isFalse();
        assertThatThrownBy(() -> store.save(BY_MD5)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> store.remove(ALICE)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(store.find(ALICE)).isPresent();
    }
}
