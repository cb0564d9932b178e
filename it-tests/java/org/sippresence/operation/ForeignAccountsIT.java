package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.vorburger.exec.ManagedProcessException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.testkit.DigestAnswer;

/** The accounts are in Kamailio's table {@code subscriber} on a MariaDB. The hashes are those that md5sum prints. */
class ForeignAccountsIT extends DeployedServerTest {

    private static final String ALICE = "/api/v1/subscribers/sip:alice@example.org";
    private static final String DOCUMENT = "/xcap/pres-rules/users/sip:alice@example.org/index";
    private static final String HA1 = "a9ddb7847eced4c0d71feddb99378898";

    /** Of the password "open sesame 2". */
    private static final String NEW_HA1 = "311defb6d147e91662f0f82560813abc";

    private static String database;

    @Deployment(testable = false)
    static WebArchive war() throws ManagedProcessException, SQLException {
        MariaDb.freshSchema();
        database = MariaDb.url();
        sql("create table subscriber (id int(10) unsigned auto_increment primary key not null,"
                + " username varchar(64) default '' not null, domain varchar(64) default '' not null,"
                + " password varchar(64) default '' not null, ha1 varchar(128) default '' not null,"
                + " ha1b varchar(128) default '' not null, constraint account_idx unique (username, domain))");
        String url = database.replace("jdbc:mysql://", "mysql://" + MariaDb.user() + '@');
        return Servers.war("subscriber_db_url=" + url, "auth_cache_expire=1");
    }

    private static void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, MariaDb.user(), MariaDb.password());
                Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    @BeforeEach
    void aliceIsInTheTable() throws SQLException {
        sql("delete from subscriber");
        sql("insert into subscriber (username, domain, ha1) values ('alice', 'example.org', '" + HA1 + "')");
        await().atMost(Duration.ofMinutes(1)).until(() -> statusWith("open sesame") == 404);
    }

    private HttpResponse<String> get(Optional<String> authorization) {
        HttpRequest.Builder request = admin().anonymous(DOCUMENT).method("GET", BodyPublishers.noBody());
        authorization.ifPresent(value -> request.header("Authorization", value));
        return AdminClient.send(request);
    }

    /** The status of a GET of a document that does not exist: 401, or 404 if the password is right. */
    private int statusWith(String password) {
        return get(Optional.of(alice(password).header("GET", DOCUMENT, 1))).statusCode();
    }

    private DigestAnswer alice(String password) {
        List<String> challenges = get(Optional.empty()).headers().allValues("WWW-Authenticate");
        assertThat(challenges).as("the table has hashes by MD5 only").hasSize(1);
        assertThat(challenges.get(0)).contains("algorithm=MD5,");
        return new DigestAnswer(challenges.get(0), "alice", password, "0a4f113b");
    }

    @Test
    void aUserAuthenticatesWithTheHashInTheTable() {
        assertThat(statusWith("open sesame")).isEqualTo(404);
        assertThat(statusWith("guess")).isEqualTo(401);
    }

    @Test
    void aPasswordThatSqlChangesIsTheOnlyOneAfterTheLifetimeOfTheCache() throws SQLException {
        DigestAnswer old = alice("open sesame");
        assertThat(get(Optional.of(old.header("GET", DOCUMENT, 1))).statusCode())
                .isEqualTo(404);
        sql("update subscriber set ha1 = '" + NEW_HA1 + "'");
        await().atMost(Duration.ofMinutes(1)).until(() -> statusWith("open sesame 2") == 404);
        assertThat(get(Optional.of(old.header("GET", DOCUMENT, 2))).statusCode())
                .as("the nonce is still valid")
                .isEqualTo(401);
        sql("delete from subscriber");
        await().atMost(Duration.ofMinutes(1)).until(() -> statusWith("open sesame 2") == 401);
    }

    @Test
    void accountsAreShownButNotChangedOverRest() {
        HttpResponse<String> shown = admin().get(ALICE);
        assertThat(AdminClient.json(shown).path("algorithms").toString()).isEqualTo("[\"MD5\"]");
        HttpResponse<String> refused = admin().put(ALICE, "{\"password\":\"secret\"}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("in a table of another server (subscriber_db_url)");
        assertThat(admin().delete(ALICE).statusCode()).isEqualTo(409);
        assertThat(admin().get(ALICE).statusCode()).isEqualTo(200);
    }
}
