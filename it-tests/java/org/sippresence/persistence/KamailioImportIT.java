package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.persistence.StorageFixtures.execute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.model.Aor;
import org.sippresence.settings.StorageSettings;

/** A MariaDB with the tables of Debian's Kamailio. */
final class KamailioImportIT {

    private static final List<Path> SCRIPTS = List.of(
            Path.of("/usr/share/kamailio/mysql/standard-create.sql"),
            Path.of("/usr/share/kamailio/mysql/presence-create.sql"));
    private static final String RULES = "<ruleset xmlns=\"urn:ietf:params:xml:ns:common-policy\"/>";
    private static final Aor ALICE = Aor.parse("sip:alice@example.org");

    @TempDir
    private Path directory;

    private SystemMariaDb server;
    private StorageSettings kamailio;

    @BeforeEach
    void start() throws IOException, SQLException {
        Assumptions.assumeTrue(
                SCRIPTS.stream().allMatch(Files::isReadable), "install the package kamailio-mysql-modules");
        server = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
        kamailio = StorageFixtures.settings(server.url());
        for (Path script : SCRIPTS) {
            for (String statement : Files.readString(script).split(";\\s*\n", -1)) {
                if (!statement.isBlank()) {
                    execute(kamailio, statement);
                }
            }
        }
        long now = Instant.now().getEpochSecond();
        insertPublication("'alice', 'example.org', 'presence', 'a.1.2'," + (now + 600) + ',' + (now - 2));
        insertPublication("'alice', 'example.org', 'presence', 'a.1.3'," + (now + 600) + ',' + (now - 2));
        insertPublication("'bob', 'example.org', 'presence', 'a.1.4'," + (now - 1) + ',' + (now - 9));
        insertPublication("'carol', 'example.org', 'dialog', 'a.1.5'," + (now + 600) + ',' + (now - 9));
        execute(
                kamailio,
                "insert into xcap (username, domain, doc, doc_type, etag, source, doc_uri, port) values ('alice',"
                        + " 'example.org', '" + RULES + "', 2, 'sr-1', 0,"
                        + " '/xcap-root/pres-rules/users/sip:alice@example.org/index', 0)");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private void insertPublication(String columns) throws SQLException {
        execute(
                kamailio,
                "insert into presentity (username, domain, event, etag, expires, received_time, body, sender) values ("
                        + columns + ", '<presence/>', '')");
    }

    @Test
    void aDatabaseOfKamailioIsRefusedWithTheCommandThatImportsIt() {
        assertThatThrownBy(() -> StorageFixtures.open(kamailio))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("is Kamailio's")
                .hasMessageContaining("--import-kamailio")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aDatabaseThatIsNotKamailiosIsNamed() {
        StorageSettings ours = StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("ours"));
        server.createSchema("empty");
        StorageSettings empty = StorageFixtures.settings(server.url("empty"));
        try (JpaPresentityStore store = StorageFixtures.open(ours)) {
            assertThatThrownBy(() -> KamailioImport.run(empty, store, Clock.systemUTC()))
                    .isInstanceOf(StorageUnavailableException.class)
                    .hasMessageStartingWith("cannot import from " + server.url("empty") + ", is it Kamailio's? ");
        }
    }

    @Test
    void publicationsAndDocumentsAreImportedOnce() {
        StorageSettings ours = StorageFixtures.settings("jdbc:h2:file:" + directory.resolve("ours"));
        try (JpaPresentityStore store = StorageFixtures.open(ours)) {
            assertThat(KamailioImport.run(kamailio, store, Clock.systemUTC()))
                    .isEqualTo(new KamailioImport.Counts(2, 1, 0, 1));
            assertThat(store.load(ALICE).orElseThrow().publications())
                    .extracting(publication -> publication.entityTag().value())
                    .containsExactly("a.1.2", "a.1.3");
            assertThat(store.documents(ALICE))
                    .extracting(
                            document -> document.key() + " " + document.body().text())
                    .containsExactly("pres-rules/users/sip:alice@example.org/index " + RULES);
            assertThat(KamailioImport.run(kamailio, store, Clock.systemUTC()))
                    .isEqualTo(new KamailioImport.Counts(0, 0, 3, 1));
        }
    }
}
