package org.sippresence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.persistence.StorageFixtures.execute;
import static org.sippresence.persistence.StorageFixtures.query;
import static org.sippresence.presentity.StoredFixtures.ALICE;
import static org.sippresence.presentity.StoredFixtures.BOB;
import static org.sippresence.presentity.StoredFixtures.NOON;
import static org.sippresence.presentity.StoredFixtures.counters;
import static org.sippresence.presentity.StoredFixtures.document;
import static org.sippresence.presentity.StoredFixtures.modified;
import static org.sippresence.presentity.StoredFixtures.publication;
import static org.sippresence.presentity.StoredFixtures.subscription;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sippresence.access.AccessTokenStore;
import org.sippresence.access.AccessTokenStoreContract;
import org.sippresence.account.Account;
import org.sippresence.account.AccountStore;
import org.sippresence.account.AccountStoreContract;
import org.sippresence.account.Ha1;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.attributes.UserAttributesContract;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityStore.Counts;
import org.sippresence.presentity.PresentityStoreContract;
import org.sippresence.presentity.Write;
import org.sippresence.presentity.Write.SaveDecision;
import org.sippresence.presentity.Write.SavePresentity;
import org.sippresence.presentity.Write.SavePublication;
import org.sippresence.presentity.Write.SaveSubscription;
import org.sippresence.publication.Publication;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.StorageSettings.Tables;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;

/** What the store does in every database, beyond what every store does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JpaPresentityStoreContract
        implements PresentityStoreContract,
                AccountStoreContract,
                UserAttributesContract,
                AccessTokenStoreContract,
                ReportStoreContract {

    private StorageSettings settings;
    private JpaPresentityStore store;

    /** Creates a database without a schema. */
    public abstract StorageSettings emptyDatabase() throws SQLException;

    @BeforeAll
    final void open() throws SQLException {
        settings = emptyDatabase();
        store = StorageFixtures.open(settings);
    }

    final void reopen() {
        store.close();
        store = StorageFixtures.open(settings);
    }

    @AfterAll
    void close() {
        if (store != null) {
            store.close();
        }
    }

    /** Empties all tables except that of the lease. */
    @BeforeEach
    final void wipe() throws SQLException {
        for (String table : Migrations.TABLES) {
            if (!table.equals(Migrations.LEASES)) {
                execute(settings, "delete from " + table);
            }
        }
    }

    @Override
    public final JpaPresentityStore store() {
        return store;
    }

    @Override
    public final StorageSettings settings() {
        return settings;
    }

    @Override
    public final AccountStore accounts() {
        return store.accounts();
    }

    @Override
    public final AccessTokenStore tokens() {
        return store.accessTokens();
    }

    @Override
    public final UserAttributes attributes() {
        return store.userAttributes();
    }

    @Test
    void aGroupOfWhichOneFailsLeavesNothing() {
        Publication tooLong = modified(publication("x".repeat(65), BOB), "e", NOON);
        List<Write> writes = new ArrayList<>(List.of(new SavePresentity(ALICE), new SavePresentity(BOB)));
        IntStream.range(0, 600).forEach(i -> writes.add(new SavePublication(publication("p" + i, ALICE))));
        writes.add(new SavePublication(tooLong));
        assertThatThrownBy(() -> store.write(writes)).isInstanceOf(UncheckedIOException.class);
        assertThat(store.count()).isEqualTo(new Counts(0, 0, 0, 0));
        store.write(writes.subList(0, 10));
        assertThat(store.count()).isEqualTo(new Counts(2, 8, 0, 0));
    }

    @Test
    void timesAreUtcWhateverTheZoneOfTheProcess() throws SQLException {
        TimeZone before = TimeZone.getDefault();
        // at that time of this day clocks in New York jump over the hour
        Instant skipped = Instant.parse("2026-03-08T02:30:00.789Z");
        Publication publication = modified(publication("p1", ALICE), "e", skipped);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            store.write(List.of(new SavePublication(publication)));
            assertThat(store.load(ALICE).orElseThrow().publications()).containsExactly(publication);
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(store.load(ALICE).orElseThrow().publications()).containsExactly(publication);
        } finally {
            TimeZone.setDefault(before);
        }
        assertThat(rows("select cast(received_time as char(23)) from publication"))
                .containsExactly("2026-03-08 02:30:00.789");
    }

    @Test
    void informationThatIsTooLongForItsColumnIsClipped() {
        Publication publication = publication("p1", ALICE);
        Publication chatty = new Publication(
                publication.id(),
                ALICE,
                publication.event(),
                publication.entityTag(),
                publication.received(),
                publication.expires(),
                publication.body(),
                "\ud83d\ude00".repeat(300));
        store.write(List.of(new SavePublication(chatty)));
        assertThat(store.load(ALICE).orElseThrow().publications().get(0).sender())
                .isEqualTo("\ud83d\ude00".repeat(127));
    }

    @Test
    void theLongestUrisFit() {
        Aor longest = Aor.parse("sip:" + "u".repeat(238) + "@example.org");
        store.write(List.of(
                new SavePresentity(longest),
                new SaveSubscription(subscription("s1", longest), counters(1, 0), 0),
                new SaveDecision(subscription("s1", longest))));
        assertThat(longest.uri()).hasSize(254);
        assertThat(store.load(longest).orElseThrow().subscriptions()).hasSize(1);
    }

    @Test
    void columnsAreThoseOfSerAndKamailio() throws SQLException {
        store.write(List.of(
                new SavePresentity(ALICE),
                new SavePublication(publication("p1", ALICE)),
                new SaveSubscription(subscription("s1", ALICE), counters(5, 6), 0)));
        String presId = DerivedKeys.presentity(ALICE);
        assertThat(rows("select pres_id, uri, uid, pdomain from presentities"))
                .containsExactly(presId + "|sip:alice@example.org|alice|registrar");
        assertThat(rows("select pres_id, event, etag, content_type, sender, priority from publication"))
                .containsExactly(presId + "|presence|etag-p1|application/pidf+xml|sip:alice@example.org|0");
        assertThat(rows("select presentity_uri, watcher_username, watcher_domain, to_user, to_domain, from_user,"
                        + " from_domain, event, event_id, to_tag, from_tag, callid, local_cseq, remote_cseq,"
                        + " status, reason, version, socket_info, flags from active_watchers"))
                .containsExactly("sip:alice@example.org|bob|example.org|alice|example.org|bob|example.org|presence|7"
                        + "|our-s1|their-s1|call-s1@192.0.2.1|5|4294967295|1||6|tcp:192.0.2.9:5060|0");
    }

    @Test
    void documentsHaveKamailiosColumns() throws SQLException {
        store.write(List.of(new Write.SaveDocument(document(ALICE, "index", "<a/>"))));
        assertThat(rows("select username, domain, doc_type, etag, source, doc_uri, port, auid, xui, path, content_type"
                        + " from xcap"))
                .containsExactly("alice|example.org|2|"
                        + document(ALICE, "index", "<a/>").entityTag()
                        + "|0|/xcap/pres-rules/users/sip:alice@example.org/index|0|pres-rules|sip:alice@example.org"
                        + "|index|application/auth-policy+xml");
    }

    @Test
    void theViewOfWatchersSpeaksAsSerDoes() throws SQLException {
        store.write(List.of(
                new SaveSubscription(subscription("s1", ALICE), counters(5, 6), 0),
                save("s2", new SubscriptionState.Pending(), SubscriptionEvent.SUBSCRIBED),
                save("s3", new SubscriptionState.Waiting(), SubscriptionEvent.TIMEOUT),
                save("s4", new SubscriptionState.Terminated("rejected", false), SubscriptionEvent.REJECTED),
                save("s5", new SubscriptionState.Terminated("noresource", true), SubscriptionEvent.NORESOURCE)));
        assertThat(rows("select s_id, package, status, event, doc_index from watcherinfo order by s_id"))
                .containsExactly(
                        "s1|presence|active|approved|6",
                        "s2|presence|pending|subscribe|0",
                        "s3|presence|pending_terminated|timeout|0",
                        "s4|presence|rejected|rejected|0",
                        "s5|presence|terminated|noresource|0");
        assertThat(rows("select w_uri, pres_id, accepts, server_contact, dialog from watcherinfo limit 1"))
                .containsExactly("sip:bob@example.org;user=phone|" + DerivedKeys.presentity(ALICE)
                        + "|application/pidf+xml|sip:192.0.2.9:5060;transport=udp"
                        + "|call-s1@192.0.2.1;to-tag=our-s1;from-tag=their-s1");
    }

    private static Write save(String id, SubscriptionState state, SubscriptionEvent event) {
        return new SaveSubscription(subscription(id, ALICE).with(state, event), counters(0, 0), 0);
    }

    @Test
    void whoIsApprovedAfterWaitingIsRecordedAsAllowed() throws SQLException {
        store.write(List.of(
                new SaveDecision(subscription("s1", ALICE, new SubscriptionState.Terminated("approved", false)))));
        assertThat(rows("select status, reason from watchers")).containsExactly("1|");
    }

    @Test
    void aDecisionIsOneRowForEachWatcherAndEvent() throws SQLException {
        store.write(List.of(new SaveDecision(subscription("s1", ALICE, new SubscriptionState.Pending()))));
        store.write(List.of(
                new SaveDecision(subscription("s2", BOB)),
                new SaveDecision(subscription("s3", ALICE, new SubscriptionState.Terminated("rejected", false)))));
        assertThat(rows("select presentity_uri, watcher_username, watcher_domain, event, status, reason"
                        + " from watchers order by presentity_uri"))
                .containsExactly(
                        "sip:alice@example.org|bob|example.org|presence|3|rejected",
                        "sip:bob@example.org|bob|example.org|presence|1|");
    }

    @Test
    void aWatcherAboutWhomNothingWasDecidedForADayIsForgottenAndADecisionIsNot() throws SQLException {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 300; i++) { // more than a page
            Aor invented = Aor.parse("sip:invented" + i + "@example.org");
            writes.add(new SaveDecision(subscription("p" + i, invented, new SubscriptionState.Pending())));
        }
        writes.add(new SaveDecision(subscription("s1", ALICE)));
        writes.add(new SaveDecision(subscription("s2", BOB, new SubscriptionState.Terminated("rejected", false))));
        store.write(writes);
        String count = "select count(*) from watchers";
        store.clean(NOON.plus(Duration.ofDays(1)));
        assertThat(rows(count)).containsExactly("302");
        store.clean(NOON.plus(Duration.ofDays(1)).plusSeconds(1));
        assertThat(rows("select status from watchers order by status")).containsExactly("1", "3");
    }

    @Test
    void hashesThatAnotherProgramWroteAreUsedAndWhatIsNoneProvesNothing() throws SQLException {
        String md5 = "0123456789ABCDEF".repeat(2);
        execute(
                settings,
                "insert into subscriber (username, domain, ha1, ha1b, ha1_sha256, ha1b_sha256)"
                        + " values ('smith', 'example.org', '" + md5 + "', 'no hash', '', '')");
        assertThat(accounts().find(SMITH))
                .contains(new Account(SMITH, new Ha1(md5.toLowerCase(Locale.ROOT), ""), Ha1.UNKNOWN));
    }

    @Test
    void renamedTablesAreUsed() throws SQLException {
        Tables tables = new Tables("my_publications", "My_Watchers", "decisions");
        StorageSettings renamed = StorageFixtures.settings(emptyDatabase().jdbcUrl(), tables);
        try (JpaPresentityStore store = StorageFixtures.open(renamed)) {
            store.write(List.of(
                    new SavePublication(publication("p1", ALICE)),
                    new SaveSubscription(subscription("s1", ALICE), counters(1, 0), 0),
                    new SaveDecision(subscription("s1", ALICE))));
            assertThat(store.load(ALICE).orElseThrow().publications()).hasSize(1);
            assertThat(store.clean(NOON.plusSeconds(9999)).publications()).isEqualTo(1);
            assertThat(query(
                            renamed,
                            "select (select count(*) from my_publications), (select count(*) from My_Watchers),"
                                    + " (select count(*) from decisions), (select count(*) from watcherinfo)"))
                    .containsExactly("0|0|1|0");
        }
    }

    @Test
    void publicationsCanHaveKamailiosName() throws SQLException {
        StorageSettings empty = emptyDatabase();
        StorageSettings kamailio = StorageFixtures.settings(empty.jdbcUrl(), publicationsIn("presentity"));
        for (int i = 0; i < 2; i++) {
            try (JpaPresentityStore store = StorageFixtures.open(kamailio)) {
                store.write(List.of(new SavePresentity(ALICE), new SavePublication(publication("p1", ALICE))));
                assertThat(store.load(ALICE).orElseThrow().publications()).hasSize(1);
            }
        }
        assertThat(query(
                        kamailio,
                        "select (select count(*) from presentity where etag <> ''), count(*) from presentities"))
                .containsExactly("1|1");
    }

    @Test
    void aDatabaseFromBeforeV12KeepsItsRows() throws SQLException {
        migratedFromV9("publication", "publication");
        migratedFromV9("publication", "presentity");
        migratedFromV9("published", "published");
    }

    /** The name of the table of publications before and after the update. */
    private void migratedFromV9(String before, String after) throws SQLException {
        StorageSettings empty = emptyDatabase();
        OldSchema.migrate(empty, publicationsIn(before), "9");
        execute(
                empty,
                "insert into presentity (pres_id, uri, uid, pdomain) values ('" + DerivedKeys.presentity(ALICE) + "', '"
                        + ALICE.uri() + "', 'alice', 'registrar')");
        execute(
                empty,
                "insert into " + before
                        + " (pub_id, pres_id, event, etag, expires, received_time, created, content_type,"
                        + " body, sender) values ('p1', '" + DerivedKeys.presentity(ALICE) + "', 'presence', 'e1',"
                        + " '2036-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-01 00:00:00', 'text/plain', 'x', '')");
        StorageSettings updated = StorageFixtures.settings(empty.jdbcUrl(), publicationsIn(after));
        try (JpaPresentityStore store = StorageFixtures.open(updated)) {
            assertThat(store.count()).isEqualTo(new Counts(1, 1, 0, 0));
            assertThat(store.load(ALICE).orElseThrow().publications()).hasSize(1);
        }
    }

    private static Tables publicationsIn(String table) {
        return new Tables(table, "active_watchers", "watchers");
    }

    @Test
    void aSchemaIsMadeOnceAndFoundAgain() throws SQLException {
        StorageSettings empty = emptyDatabase();
        for (int i = 0; i < 2; i++) {
            try (JpaPresentityStore store = StorageFixtures.open(empty)) {
                store.write(List.of(new SavePresentity(ALICE)));
                assertThat(store.count().presentities()).isEqualTo(1);
            }
        }
    }

    @Test
    void aSchemaMadeByHandIsUsedAsItIs() throws SQLException, IOException {
        StorageSettings empty = emptyDatabase();
        for (String statement : SchemaScript.of(DatabaseEngine.of(empty.jdbcUrl()), SchemaScriptTest.MIGRATIONS)
                .split(";\n", -1)) {
            if (!statement.isBlank()) {
                execute(empty, statement);
            }
        }
        try (JpaPresentityStore store = StorageFixtures.open(empty)) {
            store.write(List.of(new SavePublication(publication("p1", ALICE))));
            assertThat(store.load(ALICE).orElseThrow().publications()).hasSize(1);
        }
    }

    @Test
    void tablesOfAnotherProgramAreNotTouched() throws SQLException {
        StorageSettings other = emptyDatabase();
        execute(other, "create table active_watchers (presentity_uri varchar(255))");
        assertThatThrownBy(() -> StorageFixtures.open(other))
                .isInstanceOf(StorageUnavailableException.class)
                .hasMessageContaining("table active_watchers of another program");
        execute(other, "drop table active_watchers");
        execute(other, "create table acc (id int)");
        StorageFixtures.open(other).close();
    }

    @Test
    void aPresentityIsLoadedInAtMostFourQueries() {
        store.write(List.of(
                new SavePresentity(ALICE),
                new SavePublication(publication("p1", ALICE)),
                new SavePublication(publication("p2", ALICE)),
                new SaveSubscription(subscription("s1", ALICE), counters(1, 0), 0),
                new SaveSubscription(subscription("s2", ALICE), counters(1, 0), 0)));
        Statistics statistics = store.database.sessions().getStatistics();
        statistics.clear();
        statistics.setStatisticsEnabled(true);
        assertThat(store.load(ALICE)).isPresent();
        assertThat(store.load(BOB)).isEmpty();
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(3 + 4);
    }

    @Test
    void allPresentitiesAreLoadedInFourQueriesForEachPage() {
        List<Write> writes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Aor presentity = Aor.parse("sip:p" + i + "@example.org");
            writes.add(new SavePresentity(presentity));
            writes.add(new SavePublication(publication("p" + i, presentity)));
        }
        store.write(writes);
        Statistics statistics = store.database.sessions().getStatistics();
        statistics.clear();
        statistics.setStatisticsEnabled(true);
        List<Aor> seen = new ArrayList<>();
        store.loadAll(10_000, (presentity, snapshot) -> seen.add(presentity));
        assertThat(seen).hasSize(1000);
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(4 * 2);
    }
}
