package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.exec.ManagedProcessException;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;

/** Accounts with hashes by SHA-256 only, in Kamailio's table. The hash is the one that sha256sum prints. */
class Sha256AccountsIT extends DeployedServerTest {

    private static final String ALICE = "sip:alice@example.org";
    private static final String PASSWORD = "open sesame";
    private static final String HA1 = "cf1d325ed8c837316702cba511454e73b197a81373f1533aae44ab7abaf87c5e";

    @Deployment(testable = false)
    static WebArchive war() throws ManagedProcessException, SQLException {
        MariaDb.freshSchema();
        try (Connection connection = DriverManager.getConnection(MariaDb.url(), MariaDb.user(), MariaDb.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table subscriber (username varchar(64), domain varchar(64), ha1 varchar(128))");
            statement.execute("insert into subscriber values ('alice', 'example.org', '" + HA1 + "')");
        }
        String url = MariaDb.url().replace("jdbc:mysql://", "mysql://" + MariaDb.user() + '@');
        return Servers.war("authentication=digest", "subscriber_db_url=" + url, "hash_column_sha256=ha1");
    }

    private static SipMessage publish() {
        return SipMessage.request("PUBLISH", ALICE, ALICE)
                .with("Event", "presence")
                .withBody("application/pidf+xml", TestPidf.open(ALICE, "here"));
    }

    private static List<String> algorithms(SipMessage challenged) {
        assertThat(challenged.status()).isEqualTo(401);
        return DigestUser.challenges(challenged, "WWW-Authenticate").stream()
                .map(DigestParameters::algorithm)
                .toList();
    }

    @OverUdpAndTcp
    void md5IsNotOfferedAndAUserAuthenticatesBySha256(Scene scene) {
        assertThat(algorithms(scene.endpoint().call(publish(), scene.target()))).containsExactly("SHA-256");
        DigestUser alice = DigestUser.at(ALICE, PASSWORD);
        assertThat(alice.call(scene.endpoint(), publish(), scene.target()).status())
                .isEqualTo(200);
        assertThat(DigestUser.at(ALICE, "guess")
                        .call(scene.endpoint(), publish(), scene.target())
                        .status())
                .isEqualTo(401);
    }

    @OverUdpAndTcp
    void md5IsChallengedAgain(Scene scene) {
        DigestUser alice = DigestUser.at(ALICE, PASSWORD).signing(each -> each.with("algorithm", "MD5"));
        SipMessage challenged = alice.call(scene.endpoint(), publish(), scene.target());
        assertThat(algorithms(challenged)).containsExactly("SHA-256");
        assertThat(challenged.required("WWW-Authenticate")).doesNotContain("stale");
    }

    @Test
    void theSameHoldsForXcap() {
        HttpResponse<String> challenged =
                AdminClient.send(admin().anonymous("/xcap/pres-rules/users/" + ALICE + "/index"));
        assertThat(challenged.headers().allValues("WWW-Authenticate"))
                .singleElement()
                .asString()
                .contains("algorithm=SHA-256,");
    }
}
