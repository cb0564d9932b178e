package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.SipServer;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** One server subscribes at another one: to changes of its documents, and to its registrations. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClientSubscriptionPairIT {

    private static final String TOKEN = "token-of-both-0123456789";
    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path there;

    @TempDir
    private static Path here;

    private static ServerProcess other;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        other = ServerProcess.started(
                there, Map.of("auth", "none", "admin_token", TOKEN, "xcap_diff_min_interval", "0"));
        server = ServerProcess.started(
                here,
                Map.of(
                        "auth",
                        "xcap",
                        "admin_token",
                        TOKEN,
                        "xcap_root",
                        "http://127.0.0.1:" + other.httpPort() + "/xcap",
                        "xcap_password",
                        TOKEN,
                        "xcap_username_mode",
                        "uri",
                        "pres_rules_path",
                        "{auid}/users/{xui}/index",
                        "auth_rules_refresh_time",
                        "0",
                        "xcap_diff",
                        "sip:127.0.0.1:" + other.sipPort(),
                        "reg_subscribe_to",
                        "sip:127.0.0.1:" + other.sipPort() + ";transport=tcp"));
    }

    @AfterAll
    static void stop() {
        server.close();
        other.close();
    }

    private static String call(SipServer at, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + at.host() + ':' + at.httpPort() + path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/auth-policy+xml")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void rule(String presentity, String handling) {
        call(
                other,
                "PUT",
                "/xcap/pres-rules/users/" + presentity + "/index",
                "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>"
                        + "<rule id='a'><conditions><identity><one id='sip:w0@example.org'/></identity></conditions>"
                        + "<actions><pr:sub-handling>" + handling + "</pr:sub-handling></actions><transformations>"
                        + "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-all-attributes/>"
                        + "</transformations></rule></ruleset>");
    }

    @Test
    void changedRulesOfTheOtherServerCountAtOnceWithoutAnyTimer() {
        rule(ALICE, "confirm");
        try (Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publisher(ALICE).publish(TestPidf.open(ALICE, "seen"), 600);
            WatcherDialog watcher = crowd.watcher(ALICE);
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(watcher.next().state()).isEqualTo("pending");
            await("the subscription at the other server")
                    .atMost(PATIENCE)
                    .until(() -> call(server, "GET", "/metrics", "")
                            .contains("presence_upstream_notifies_total{kind=\"taken\"} "));
            for (String[] step : new String[][] {{"allow", "active"}, {"confirm", "pending"}, {"allow", "active"}}) {
                rule(ALICE, step[0]);
                assertThat(watcher.next().state()).isEqualTo(step[1]);
            }
            call(other, "DELETE", "/xcap/pres-rules/users/" + ALICE + "/index", "");
            assertThat(watcher.next().state()).isEqualTo("pending");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
            other.assertNoLaneFailed();
        }
    }

    private static SipMessage register(int cseq, String contact) {
        return SipMessage.request("REGISTER", "sip:example.org")
                .with("Max-Forwards", "70")
                .with("From", '<' + BOB + ">;tag=phone")
                .with("To", '<' + BOB + '>')
                .with("Call-ID", "call-of-the-phone")
                .with("CSeq", cseq + " REGISTER")
                .with("Contact", contact);
    }

    @Test
    void whoRegistersAtTheOtherServerIsSeenHereAndSoIsTheEndOfTheRegistration() {
        rule(BOB, "allow");
        try (Crowd there = new Crowd(other, Transport.UDP);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            WatcherDialog watcher = crowd.subscribed(BOB);
            assertThat(there.call(register(1, "<sip:bob@192.0.2.7:5060>;expires=600;q=0.5"))
                            .status())
                    .isEqualTo(200);
            Crowd.awaitLast(crowd.watchers(), "sip:bob@192.0.2.7:5060", PATIENCE);
            assertThat(there.call(register(2, "<sip:bob@192.0.2.8:5060>;expires=2"))
                            .status())
                    .isEqualTo(200);
            Crowd.awaitLast(crowd.watchers(), "sip:bob@192.0.2.8:5060", PATIENCE);
            await("the end of the second contact")
                    .atMost(PATIENCE)
                    .until(() -> !watcher.last().orElseThrow().text().contains("192.0.2.8"));
            assertThat(watcher.last().orElseThrow().text()).contains("sip:bob@192.0.2.7:5060");
            assertThat(there.call(register(3, "<sip:bob@192.0.2.7:5060>;expires=0"))
                            .status())
                    .isEqualTo(200);
            await("the end of the first contact")
                    .atMost(PATIENCE)
                    .until(() -> !watcher.last().orElseThrow().text().contains("192.0.2.7"));
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
            other.assertNoLaneFailed();
        }
    }
}
