package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** One server subscribes at another one: to changes of its documents, and to its registrations. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClientSubscriptionPairIT {

    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @TempDir
    private static Path there;

    @TempDir
    private static Path here;

    private static ServerProcess other;
    private static ServerProcess server;

    @BeforeAll
    static void start() {
        other = ServerProcess.started(there, Map.of("auth", "none", "xcap_diff_min_interval", "0"));
        server = ServerProcess.started(
                here,
                Map.of(
                        "auth",
                        "xcap",
                        "xcap_root",
                        "http://127.0.0.1:" + other.httpPort() + "/xcap",
                        "xcap_password",
                        ServerProcess.ADMIN_TOKEN,
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

    private static void rule(String presentity, String handling) {
        other.admin()
                .put(
                        "/xcap/pres-rules/users/" + presentity + "/index",
                        "application/auth-policy+xml",
                        "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>"
                                + "<rule id='a'><conditions><identity><one id='sip:w0@example.org'/></identity></conditions>"
                                + "<actions><pr:sub-handling>" + handling
                                + "</pr:sub-handling></actions><transformations>"
                                + "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-all-attributes/>"
                                + "</transformations></rule></ruleset>");
    }

    @Test
    void changedRulesOfTheOtherServerCountAtOnceWithoutAnyTimer() {
        rule(ALICE, "confirm");
        try (Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            WatcherDialog watcher = crowd.watcher(ALICE);
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(watcher.next().state()).isEqualTo("pending");
            await("the subscription at the other server")
                    .atMost(PATIENCE)
                    .until(() -> server.admin()
                            .get("/metrics")
                            .body()
                            .contains("presence_upstream_notifies_total{kind=\"taken\"} "));
            for (String[] step : new String[][] {{"allow", "active"}, {"confirm", "pending"}, {"allow", "active"}}) {
                rule(ALICE, step[0]);
                assertThat(watcher.next().state()).isEqualTo(step[1]);
            }
            other.admin().delete("/xcap/pres-rules/users/" + ALICE + "/index");
            assertThat(watcher.next().state()).isEqualTo("pending");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
            other.assertNoLaneFailed();
        }
    }

    @Test
    void whoRegistersAtTheOtherServerIsSeenHereAndSoIsTheEndOfTheRegistration() {
        rule(BOB, "allow");
        try (Crowd there = new Crowd(other, Transport.UDP);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            TestRegistrant bob = there.registrant(BOB);
            WatcherDialog watcher = crowd.subscribed(BOB);
            assertThat(bob.register("<sip:bob@192.0.2.7:5060>;expires=600;q=0.5")
                            .status())
                    .isEqualTo(200);
            Crowd.awaitLast(crowd.watchers(), "sip:bob@192.0.2.7:5060", PATIENCE);
            assertThat(bob.register("<sip:bob@192.0.2.8:5060>;expires=2").status())
                    .isEqualTo(200);
            Crowd.awaitLast(crowd.watchers(), "sip:bob@192.0.2.8:5060", PATIENCE);
            watcher.awaitLast(last -> !last.text().contains("192.0.2.8"), PATIENCE);
            assertThat(watcher.last().orElseThrow().text()).contains("sip:bob@192.0.2.7:5060");
            assertThat(bob.register("<sip:bob@192.0.2.7:5060>;expires=0").status())
                    .isEqualTo(200);
            watcher.awaitLast(last -> !last.text().contains("192.0.2.7"), PATIENCE);
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
            other.assertNoLaneFailed();
        }
    }
}
