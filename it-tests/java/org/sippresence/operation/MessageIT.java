package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

/** SER's script for MESSAGE: 403 for blocked senders; other messages are looked up, and no contact is found here. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class MessageIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static SipMessage message(String from, String to) {
        return SipMessage.request("MESSAGE", to)
                .with("Max-Forwards", "70")
                .with("From", '<' + from + ">;tag=" + SipEndpoint.token())
                .with("To", '<' + to + '>')
                .with("Call-ID", SipEndpoint.token() + "@it")
                .with("CSeq", "1 MESSAGE")
                .withBody("text/plain", "Watson, come here.");
    }

    private static int send(Scene scene, String from, String to) {
        return send(scene, message(from, to));
    }

    private static int send(Scene scene, SipMessage message) {
        return scene.endpoint().call(message, scene.target()).status();
    }

    private HttpResponse<String> http(String path, UnaryOperator<HttpRequest.Builder> body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + Servers.ADMIN_TOKEN);
        return client.send(body.apply(request).build(), BodyHandlers.ofString());
    }

    private void rules(String owner, String document) throws IOException, InterruptedException {
        HttpResponse<String> stored = http(
                path(owner),
                request -> request.header("Content-Type", "application/auth-policy+xml")
                        .PUT(BodyPublishers.ofString(document)));
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

    private JsonNode decision(String from, String to) throws IOException, InterruptedException {
        HttpResponse<String> answer = http(
                "/api/v1/authorizeMessage",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"from\":\"" + from + "\",\"to\":\"" + to + "\"}")));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void theScriptOfSerIsFollowed(Transport transport) throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, transport)) {
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
            assertThat(http(path(alice), HttpRequest.Builder::DELETE).statusCode())
                    .isEqualTo(200);
            assertThat(send(scene, bob, alice)).isEqualTo(404);
        }
    }

    @Test
    void aRuleThatHoldsForAWhileEndsByItself() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
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
    }

    @Test
    void aRuleMayDependOnWhereTheRecipientIs() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
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
    }

    @Test
    void whatIsNotForUsIsRefused() {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String bob = scene.user("bob");
            assertThat(send(scene, bob, "sip:alice@example.net")).isEqualTo(404);
            SipMessage inDialog = message(bob, scene.user("alice"))
                    .without("To")
                    .with("To", '<' + scene.user("alice") + ">;tag=none");
            assertThat(send(scene, inDialog)).isEqualTo(481);
            SipMessage demanding = message(bob, scene.user("alice")).with("Proxy-Require", "nothing-that-we-know");
            assertThat(send(scene, demanding)).isEqualTo(420);
        }
    }

    @Test
    void messagesAreAmongWhatIsAllowed() {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            SipMessage options = SipMessage.request("OPTIONS", "sip:example.org")
                    .with("Max-Forwards", "70")
                    .with("From", '<' + scene.user("bob") + ">;tag=" + SipEndpoint.token())
                    .with("To", "<sip:example.org>")
                    .with("Call-ID", SipEndpoint.token() + "@it")
                    .with("CSeq", "1 OPTIONS");
            SipMessage answer = scene.endpoint().call(options, scene.target());
            assertThat(answer.first("Allow").orElse("")).contains("MESSAGE");
        }
    }
}
