package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;

/** SER's script for MESSAGE: 403 for blocked senders; other messages are looked up, and no contact is found here. */
class MessageIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static SipMessage message(String from, String to) {
        return SipMessage.request("MESSAGE", from, to).withBody("text/plain", "Watson, come here.");
    }

    private static int send(Scene scene, String from, String to) {
        return send(scene, message(from, to));
    }

    private static int send(Scene scene, SipMessage message) {
        return scene.endpoint().call(message, scene.target()).status();
    }

    private void rules(String owner, String document) {
        HttpResponse<String> stored = admin().put(path(owner), "application/auth-policy+xml", document);
        assertThat(stored.statusCode()).as(stored.body()).isIn(200, 201);
    }

    private static String path(String owner) {
        return "/xcap/im-rules/users/" + owner + "/im-rules.xml";
    }

    private static String ruleset(String condition) {
        return "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy' xmlns='urn:iptel:xml:ns:im-rules'>"
                + "<cp:rule id='enemies'><cp:conditions>" + condition + "</cp:conditions>"
                + "<cp:actions><im-handling>block</im-handling></cp:actions></cp:rule></cp:ruleset>";
    }

    private static String one(String uri) {
        return "<cp:identity><cp:one id='" + uri + "'/></cp:identity>";
    }

    private JsonNode decision(String from, String to) {
        HttpResponse<String> answer =
                admin().post("/api/v1/authorizeMessage", "{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminClient.json(answer);
    }

    @OverUdpAndTcp
    void theScriptOfSerIsFollowed(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        String carol = scene.user("carol");
        assertThat(send(scene, bob, alice)).as("no document").isEqualTo(404);
        rules(alice, ruleset(one(bob)));
        assertThat(send(scene, bob, alice)).isEqualTo(403);
        assertThat(send(scene, carol, alice)).isEqualTo(404);
        assertThat(decision(bob, alice).path("code").asInt()).isEqualTo(-1);
        assertThat(decision(bob, alice).path("rule").asText()).isEqualTo("enemies");
        assertThat(decision(carol, alice).path("code").asInt()).isEqualTo(1);
        assertThat(admin().delete(path(alice)).statusCode()).isEqualTo(200);
        assertThat(send(scene, bob, alice)).isEqualTo(404);
    }

    @Test
    void aRuleThatHoldsForAWhileEndsByItself(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        Instant until = Instant.now().plusSeconds(3).truncatedTo(ChronoUnit.SECONDS);
        rules(
                alice,
                ruleset(one(bob) + "<cp:validity><cp:from>2020-01-01T00:00:00Z</cp:from><cp:until>" + until
                        + "</cp:until></cp:validity>"));
        assertThat(send(scene, bob, alice)).isEqualTo(403);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(send(scene, bob, alice)).isEqualTo(404));
        assertThat(Instant.now()).isAfterOrEqualTo(until);
    }

    @Test
    void aRuleMayDependOnWhereTheRecipientIs(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");
        rules(alice, ruleset(one(bob) + "<cp:sphere value='work'/>"));
        assertThat(send(scene, bob, alice)).isEqualTo(404);
        scene.publisher(alice)
                .publish(
                        "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='" + alice + "'>"
                                + "<dm:person id='p1'><r:sphere>work</r:sphere></dm:person></presence>",
                        300);
        assertThat(send(scene, bob, alice)).isEqualTo(403);
    }

    @Test
    void whatIsNotForUsIsRefused(Scene scene) {
        String bob = scene.user("bob");
        assertThat(send(scene, bob, "sip:alice@example.net")).isEqualTo(404);
        SipMessage inDialog =
                message(bob, scene.user("alice")).without("To").with("To", '<' + scene.user("alice") + ">;tag=none");
        assertThat(send(scene, inDialog)).isEqualTo(481);
        SipMessage demanding = message(bob, scene.user("alice")).with("Proxy-Require", "nothing-that-we-know");
        assertThat(send(scene, demanding)).isEqualTo(420);
    }

    @Test
    void messagesAreAmongWhatIsAllowed(Scene scene) {
        SipMessage options = SipMessage.request("OPTIONS", scene.user("bob"), "sip:example.org");
        SipMessage answer = scene.endpoint().call(options, scene.target());
        assertThat(answer.first("Allow").orElse("")).contains("MESSAGE");
    }
}
