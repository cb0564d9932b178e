package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestChallenger;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A server that challenges its users, is challenged by an edge proxy, and keeps what users want to be private. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ChallengeWithDigestIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String PASSWORD = "the user's secret";
    private static final String EDGE_PASSWORD = "the server's secret";
    private static final String PEER = "127.0.0.2";
    private static final String STRANGER = "127.0.0.1";
    private static final String ASSERTED = "P-Asserted-Identity";
    private static final String CREDENTIALS = "Proxy-Authorization";

    @TempDir
    private static Path data;

    private static int users;
    private static Map<String, SipEndpoint> edges;
    private static ServerProcess server;
    private static Crowd crowd;

    private final String alice = withAccount("alice");
    private final String bob = withAccount("bob");
    private final DigestUser asAlice = DigestUser.at(alice, PASSWORD);
    private final DigestUser asBob = DigestUser.at(bob, PASSWORD);
    private final DigestChallenger proxy = DigestChallenger.proxy("the edge", EDGE_PASSWORD);
    private final List<SipMessage> received = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        edges = Map.of(PEER, SipEndpoint.open(PEER), STRANGER, SipEndpoint.open(STRANGER));
        Path file = Files.writeString(
                data.resolve("credentials"),
                "realm=\"the edge\" username=presence methods=NOTIFY,MESSAGE password=\"" + EDGE_PASSWORD + "\" hosts="
                        + edges.get(PEER).hostPort() + ',' + edges.get(STRANGER).hostPort());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        server = ServerProcess.started(
                data,
                Map.of(
                        "auth", "none",
                        "authentication", "digest",
                        "domains", "example.org",
                        "trusted_peers", PEER,
                        "credentials_file", "credentials"));
        crowd = new Crowd(server, Transport.UDP);
    }

    @AfterAll
    static void stop() {
        crowd.close();
        server.close();
        edges.values().forEach(SipEndpoint::close);
    }

    private static String withAccount(String name) {
        String user = "sip:" + name + users++ + "@example.org";
        assertThat(server.admin()
                        .put("/api/v1/subscribers/" + user, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
        return user;
    }

    /** Registers Alice at the edge proxy of this address, which challenges what is relayed to her. */
    private void registerAt(String address) {
        SipEndpoint edge = edges.get(address);
        edge.receive((request, order) -> {
            received.add(request);
            return proxy.challenge(request).orElseGet(AnswerRule::ok);
        });
        assertThat(new TestRegistrant(edge, server.target(Transport.UDP), alice)
                        .authenticating(asAlice)
                        .register("<sip:alice@" + edge.hostPort() + '>')
                        .status())
                .isEqualTo(200);
    }

    private SipMessage message(String from, String privacy) {
        return SipMessage.request("MESSAGE", from, alice)
                .with("Privacy", privacy)
                .withBody("text/plain", "Watson, come here.");
    }

    private static List<String> realms(SipMessage request) {
        return request.headers().stream()
                .filter(each -> each.name().equals(CREDENTIALS))
                .map(each -> DigestParameters.parse(each.value()).get("realm"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {PEER, STRANGER})
    void aUsersMessageIsRepeatedWithTheServersCredentialsAndTheSamePrivacy(String address) {
        registerAt(address);
        SipMessage answer = asBob.call(edges.get(STRANGER), message(bob, "id"), server.target(Transport.UDP));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(received).hasSize(2);
        assertThat(received).allSatisfy(each -> {
            assertThat(each.required("Privacy")).isEqualTo("id");
            assertThat(each.all(ASSERTED)).isEqualTo(address.equals(PEER) ? List.of('<' + bob + '>') : List.of());
        });
        assertThat(realms(received.get(0))).isEmpty();
        assertThat(realms(received.get(1))).containsExactly("the edge");
        assertThat(proxy.accepted()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"id, false", "none, true"})
    void whatAPeerAssertsIsHiddenInTheRepetitionToo(String privacy, boolean kept) {
        registerAt(STRANGER);
        SipMessage sent = message("sip:anonymous@anonymous.invalid", privacy).with(ASSERTED, '<' + bob + '>');
        assertThat(edges.get(PEER).call(sent, server.target(Transport.UDP)).status())
                .isEqualTo(200);
        assertThat(received).hasSize(2).allMatch(each -> each.has(ASSERTED) == kept);
        assertThat(realms(received.get(1))).containsExactly("the edge");
    }

    @Test
    void notifiesOfAnAuthenticatedSubscriptionAnswerTheEdgeProxyOneAfterTheOther() {
        SipEndpoint edge = edges.get(STRANGER);
        WatcherDialog watcher = new WatcherDialog(edge, server.target(Transport.UDP), bob, alice).authenticating(asBob);
        edge.register(watcher.localTag(), (notify, order) -> {
            received.add(notify);
            return proxy.challenge(notify).orElseGet(AnswerRule::ok).after(Duration.ofMillis(100));
        });
        assertThat(watcher.subscribe(600, request -> request.with("Record-Route", "<sip:" + edge.hostPort() + ";lr>"))
                        .status())
                .isEqualTo(200);
        TestPublisher publisher = crowd.publisher(alice).authenticating(asAlice);
        for (int i = 0; i < 20; i++) {
            if (i % 5 == 0) {
                proxy.renew();
            }
            assertThat(publisher.publishOpen("change " + i).status()).isEqualTo(200);
        }
        await().atMost(PATIENCE)
                .until(() -> received.get(received.size() - 1).text().contains("change 19")
                        && received.get(received.size() - 1).has(CREDENTIALS));
        assertThat(received)
                .extracting(SipMessage::cseq)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(received.stream().map(SipMessage::text).filter(text -> text.contains("change")))
                .isSortedAccordingTo((a, b) -> number(a) - number(b));
        assertThat(received).noneMatch(each -> realms(each).contains("example.org"));
        server.assertNoLaneFailed();
    }

    private static int number(String text) {
        return Integer.parseInt(text.replaceAll("(?s).*change (\\d+).*", "$1"));
    }
}
