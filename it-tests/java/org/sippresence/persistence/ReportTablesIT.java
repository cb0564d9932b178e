package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.sippresence.persistence.ReportStoreContract.ALL_COUNTS;
import static org.sippresence.persistence.StorageFixtures.execute;
import static org.sippresence.persistence.StorageFixtures.query;
import static org.sippresence.presentity.StoredFixtures.ALICE;

import ch.vorburger.exec.ManagedProcessException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.bootstrap.PresenceServer;
import org.sippresence.bootstrap.Storage;
import org.sippresence.model.Body;
import org.sippresence.model.EntityTag;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publication;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.testkit.RecordingNotifySender;

/** The whole server over a real database: what SQL finds of published documents. */
@ExtendWith(MariaDb.class)
final class ReportTablesIT {

    private static final String RPID = " xmlns:r=\"urn:ietf:params:xml:ns:pidf:rpid\"";

    private static final String DESK =
            presence("<tuple id='t1'><status><basic>open</basic><r:idle/></status><r:class>work</r:class>"
                    + "<contact priority='0.8'>sip:alice@192.0.2.1</contact>"
                    + "<note xml:lang='en'>at my desk</note></tuple><note>away \ud83d\ude00</note><r:mood/>");
    private static final String MOBILE = presence(
            "<tuple id='t1'><status><basic>closed</basic></status></tuple><note xml:lang='de'>unterwegs</note>");

    @TempDir
    private Path directory;

    private StorageSettings storage;

    /** The databases that are tested. */
    enum Kind {
        H2,
        MARIADB
    }

    private static String presence(String inside) {
        return "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:r='urn:ietf:params:xml:ns:pidf:rpid'"
                + " entity='sip:alice@example.org'>" + inside + "</presence>";
    }

    private PresenceServer open(Kind kind, String key, String value) throws SQLException, ManagedProcessException {
        if (storage == null && kind == Kind.MARIADB) {
            MariaDb.freshSchema();
        }
        storage = StorageFixtures.settings(
                kind == Kind.H2 ? "jdbc:h2:file:" + directory.resolve("presence") : MariaDb.url());
        return new PresenceServer(
                Settings.of(Map.of("auth", "none", key, value)),
                Storage.open(storage, Settings.of(Map.of()).lease(), Clock.systemUTC()),
                new PresenceServer.Senders(new RecordingNotifySender(), Optional.empty(), Map::of),
                Clock.systemUTC());
    }

    private static void change(PresenceServer presence, Consumer<PresentityTransaction> change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        presence.sipServices()
                .presentities()
                .execute(
                        ALICE,
                        transaction -> {
                            change.accept(transaction);
                            transaction.onCommit(later -> done.complete(null));
                        },
                        done::completeExceptionally);
        done.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Publication publication(String id, String body) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new Publication(
                id,
                ALICE,
                EventName.PRESENCE,
                new EntityTag("e-" + id),
                now,
                now.plusSeconds(600),
                Body.of(MediaType.PIDF, body),
                "");
    }

    private void found(String sql, String... rows) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(query(storage, sql)).containsExactly(rows));
    }

    private List<String> elements(String table) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = StorageFixtures.connect(storage);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select element from " + table)) {
            while (result.next()) {
                found.add(new String(result.getBytes(1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatTwoPublishersSayIsFoundBySqlAndGoneWithThem(Kind kind) throws SQLException, ManagedProcessException {
        Publication desk = publication("p1", DESK);
        Publication mobile = publication("p2", MOBILE);
        try (PresenceServer presence = open(kind, "db_update_period", "1")) {
            change(presence, transaction -> transaction.publications().save(desk));
            change(presence, transaction -> transaction.publications().save(mobile));
            found(ALL_COUNTS, "2|1|2|1|2");
            found(
                    "select etag, note, lang from presentity_notes order by etag",
                    "e-p1|away \ud83d\ude00|",
                    "e-p2|unterwegs|de");
            assertThat(elements("presentity_extensions")).containsExactly("<r:mood" + RPID + "/>");
            found(
                    "select basic, priority, contact, etag, published_id from presentity_contact order by etag",
                    "0|0.800|sip:alice@192.0.2.1|e-p1|t1",
                    "1|0.000|null|e-p2|t1");
            found(
                    "select n.note, n.lang, c.etag from tuple_notes n join presentity_contact c"
                            + " on c.pres_id = n.pres_id and c.tupleid = n.tupleid",
                    "at my desk|en|e-p1");
            assertThat(elements("tuple_extensions where status_extension")).containsExactly("<r:idle" + RPID + "/>");
            assertThat(elements("tuple_extensions where not status_extension"))
                    .containsExactly("<r:class" + RPID + ">work</r:class>");
            change(presence, transaction -> transaction.publications().remove(desk));
            found(ALL_COUNTS, "1|0|1|0|0");
            change(presence, transaction -> transaction.publications().remove(mobile));
            found(ALL_COUNTS, "0|0|0|0|0");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void cleanupBringsBackWhatWasDeletedAndRemovesWhatBelongsToNobody(Kind kind)
            throws SQLException, ManagedProcessException {
        try (PresenceServer presence = open(kind, "db_update_period", "0")) {
            change(presence, transaction -> transaction.publications().save(publication("p1", DESK)));
        }
        found(ALL_COUNTS, "1|1|1|1|2");
        try (PresenceServer presence = open(kind, "db_update_period", "0")) {
            for (String table : List.of("presentity_notes", "presentity_extensions", "tuple_notes")) {
                execute(storage, "delete from " + table);
            }
            execute(
                    storage,
                    "insert into tuple_notes (dbid, pres_id, tupleid, note, lang) values ('x', 'x', 'x', '', '')");
            presence.restServices().administration().cleanup().run().join();
            found(ALL_COUNTS, "1|1|1|1|2");
            found("select count(*) from tuple_notes where pres_id = 'x'", "0");
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void switchedOffNothingIsWrittenAndNothingRemoved(Kind kind) throws SQLException, ManagedProcessException {
        try (PresenceServer presence = open(kind, "db_update_period", "0")) {
            change(presence, transaction -> transaction.publications().save(publication("p1", DESK)));
        }
        try (PresenceServer presence = open(kind, "store_tuples", "0")) {
            change(presence, transaction -> transaction.publications().save(publication("p2", MOBILE)));
            presence.restServices().administration().cleanup().run().join();
        }
        found(ALL_COUNTS, "1|1|1|1|2");
    }
}
