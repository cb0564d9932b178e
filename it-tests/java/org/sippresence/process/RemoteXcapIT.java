package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.process.XcapGate.Passed;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A server authorizes by the documents of another server, as its watchers see it. */
class RemoteXcapIT {

    private static final String ALICE = "sip:alice@example.org";
    private static final String BOB = "sip:bob@example.org";
    private static final String CAROL = "sip:carol@example.org";
    private static final Duration MOMENT = Duration.ofMillis(400);

    @TempDir
    private static Path documents;

    private static ServerProcess xcap;

    @TempDir
    private Path data;

    private XcapGate gate;

    @BeforeAll
    static void startXcap() {
        xcap = ServerProcess.started(documents, Map.of("auth", "none"));
    }

    @AfterAll
    static void stopXcap() {
        xcap.close();
    }

    @BeforeEach
    void begin() {
        gate = new XcapGate(xcap);
        List.of(ALICE, BOB, CAROL).forEach(each -> xcap.admin().delete(path(each, "index")));
    }

    @AfterEach
    void end() {
        gate.close();
    }

    private ServerProcess deciding(String root, Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(Map.of(
                "auth",
                "xcap",
                "xcap_root",
                root,
                "xcap_password",
                ServerProcess.ADMIN_TOKEN,
                "xcap_username_mode",
                "uri",
                "pres_rules_path",
                "{auid}/users/{xui}/index"));
        settings.putAll(more);
        return ServerProcess.started(data, settings);
    }

    private static String path(String presentity, String file) {
        return "/xcap/pres-rules/users/" + presentity + '/' + file;
    }

    private static void rules(String presentity, String... rules) {
        save(path(presentity, "index"), rules);
    }

    private static void save(String path, String... rules) {
        String document = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'"
                + " xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>" + String.join("", rules) + "</ruleset>";
        assertThat(put(path, document)).isBetween(200, 201);
    }

    private static int put(String path, String document) {
        return xcap.admin().put(path, "application/auth-policy+xml", document).statusCode();
    }

    private static String rule(String handling, String... watchers) {
        StringBuilder identities = new StringBuilder();
        for (String each : watchers) {
            identities.append("<one id='sip:").append(each).append("@example.org'/>");
        }
        return "<rule id='" + handling + "'><conditions><identity>" + identities
                + "</identity></conditions><actions><pr:sub-handling>" + handling
                + "</pr:sub-handling></actions><transformations><pr:provide-services><pr:all-services/>"
                + "</pr:provide-services><pr:provide-all-attributes/></transformations></rule>";
    }

    private static void refresh(ServerProcess server, String presentity) {
        String body = "{\"presentity_uri\":\"" + presentity + "\",\"event\":\"presence\",\"refresh_type\":0}";
        assertThat(server.admin().post("/api/v1/refreshWatchers", body).statusCode())
                .isEqualTo(200);
    }

    private static void assertPending(Notification notification) {
        assertThat(notification.state()).isEqualTo("pending");
        assertThat(notification.text()).isEmpty();
    }

    private static void assertActive(Notification notification, String note) {
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.text()).contains(note);
    }

    private static List<String> states(WatcherDialog watcher) {
        return watcher.history().stream().map(Notification::state).toList();
    }

    @Test
    void theFirstNotifyHasTheDecisionWhenSubscribeWaits() {
        rules(ALICE, rule("allow", "w0"));
        try (ServerProcess server = deciding(gate.root(), Map.of("async_auth_queries", "0", "xcap_timeout", "9000"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            gate.hold();
            WatcherDialog allowed = crowd.watcher(ALICE);
            CompletableFuture<SipMessage> answer = allowed.subscribeLater(600);
            assertThat(allowed.poll(MOMENT)).isEmpty();
            assertThat(answer).isNotDone();
            gate.release();
            assertThat(SipEndpoint.await(answer).status()).isEqualTo(200);
            assertActive(allowed.next(), "seen");

            assertThat(crowd.watcher(ALICE).subscribe(600).status()).isEqualTo(403);
            assertThat(gate.passed()).extracting(Passed::status).containsExactly(200);

            WatcherDialog unknown = crowd.watcher(BOB);
            assertThat(unknown.subscribe(600).status()).isEqualTo(200);
            assertPending(unknown.next());
            assertThat(states(allowed)).containsExactly("active");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void whoIsPendingFirstIsDecidedAboutOnce() {
        rules(ALICE, rule("allow", "w0"));
        try (ServerProcess server = deciding(gate.root(), Map.of("async_auth_queries", "1", "xcap_timeout", "9000"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            gate.hold();
            WatcherDialog allowed = crowd.watcher(ALICE);
            WatcherDialog blocked = crowd.watcher(ALICE);
            WatcherDialog unknown = crowd.watcher(BOB);
            for (WatcherDialog each : crowd.watchers()) {
                assertThat(each.subscribe(600).status()).isEqualTo(200);
                assertPending(each.next());
            }
            gate.release();
            assertActive(allowed.next(), "seen");
            Notification last = blocked.next();
            assertThat(last.isTerminated()).isTrue();
            assertThat(last.reason()).contains("rejected");
            assertThat(last.text()).doesNotContain("seen");

            assertThat(allowed.poll(MOMENT)).isEmpty();
            assertThat(states(allowed)).containsExactly("pending", "active");
            assertThat(states(blocked)).containsExactly("pending", "terminated");
            assertThat(states(unknown)).containsExactly("pending");
            assertThat(crowd.watcher(ALICE).subscribe(600).status())
                    .as("the rules are known by now")
                    .isEqualTo(403);
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void aChangedDocumentCountsWhenTheOperatorSaysSo() {
        rules(ALICE, rule("allow", "w0"), rule("confirm", "w1"));
        try (ServerProcess server = deciding(gate.root(), Map.of("auth_rules_refresh_time", "0"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            WatcherDialog first = crowd.watcher(ALICE);
            WatcherDialog second = crowd.watcher(ALICE);
            assertThat(first.subscribe(600).status()).isEqualTo(200);
            assertThat(second.subscribe(600).status()).isEqualTo(200);
            assertActive(first.next(), "seen");
            assertPending(second.next());

            rules(ALICE, rule("allow", "w1"));
            assertThat(first.poll(MOMENT)).isEmpty();
            refresh(server, ALICE);
            assertThat(first.next().reason()).contains("rejected");
            assertActive(second.next(), "seen");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void aChangedDocumentCountsAfterTheRefreshTimeAndAnUnchangedOneCostsNothing() {
        rules(ALICE, rule("allow", "w0"), rule("confirm", "w1"));
        try (ServerProcess server = deciding(gate.root(), Map.of("auth_rules_refresh_time", "1"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            WatcherDialog first = crowd.subscribed(ALICE);
            WatcherDialog second = crowd.subscribed(ALICE);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> gate.passed().stream()
                                    .filter(each -> each.status() == 304)
                                    .count()
                            >= 2);
            assertThat(states(first)).containsExactly("active");
            assertThat(states(second)).containsExactly("pending");

            rules(ALICE, rule("allow", "w1"));
            assertThat(first.next().reason()).contains("rejected");
            assertActive(second.next(), "seen");
            assertThat(states(second)).containsExactly("pending", "active");
            assertThat(xcap.admin().delete(path(ALICE, "index")).statusCode()).isEqualTo(200);
            assertPending(second.next());
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void whatIsKnownOutlivesTheXcapServer() {
        rules(ALICE, rule("allow", "w0", "w1"));
        rules(BOB, rule("allow", "w3"));
        Map<String, String> settings = Map.of("auth_rules_refresh_time", "1", "xcap_timeout", "1000");
        try (ServerProcess server = deciding("http://127.0.0.1:" + xcap.httpPort() + "/xcap", settings);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            WatcherDialog staying = crowd.subscribed(ALICE);
            xcap.kill9();
            server.awaitLine("cannot be reached", Duration.ofSeconds(20));
            crowd.publish(ALICE, "still seen");
            assertActive(staying.next(), "still seen");
            WatcherDialog coming = crowd.watcher(ALICE);
            assertThat(coming.subscribe(600).status()).isEqualTo(200);
            assertActive(coming.next(), "still seen");
            assertThat(crowd.watcher(ALICE).subscribe(600).status()).isEqualTo(403);
            refresh(server, ALICE);
            assertActive(staying.next(), "still seen");

            long before = System.nanoTime();
            WatcherDialog undecided = crowd.watcher(BOB);
            assertThat(undecided.subscribe(600).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(2500));
            assertPending(undecided.next());
            crowd.publish(BOB, "not for everybody");
            assertThat(undecided.poll(MOMENT)).isEmpty();

            xcap.start();
            assertActive(undecided.next(Duration.ofSeconds(20)), "not for everybody");
            assertThat(states(staying)).containsOnly("active");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        } finally {
            if (!xcap.running()) {
                xcap.start();
            }
        }
    }

    @Test
    void anXcapServerThatIsSilentHoldsNobodyUpForLong() {
        rules(ALICE, rule("allow", "w0"));
        rules(BOB, rule("allow", "w1"));
        try (ServerProcess server = deciding(gate.root(), Map.of("xcap_timeout", "700"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "seen");
            WatcherDialog known = crowd.subscribed(ALICE);
            gate.hold();
            long before = System.nanoTime();
            WatcherDialog undecided = crowd.watcher(BOB);
            assertThat(undecided.subscribe(600).status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(600), Duration.ofMillis(2200));
            assertPending(undecided.next());
            refresh(server, ALICE);
            assertActive(known.next(), "seen");

            gate.release();
            assertThat(undecided.next(Duration.ofSeconds(20)).state()).isEqualTo("active");
            assertThat(states(undecided)).containsExactly("pending", "active");
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void allDocumentsOfAUserCountAndAUserMayHaveOthers() {
        save(path(ALICE, "family.xml"), rule("allow", "w0"));
        save(path(ALICE, "work.xml"), rule("allow", "w1"));
        save(path(CAROL, "family.xml"), rule("allow", "w3"));
        save(path(CAROL, "mine.xml"), rule("allow", "w4"));
        Map<String, String> settings =
                Map.of("pres_rules_path", "{auid}/users/{xui}/{file}", "pres_rules_file", "family.xml,work.xml");
        try (ServerProcess server = deciding(gate.root(), settings);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            String attribute = "/api/v1/attributes/" + CAROL + "/pres_rules_file";
            assertThat(server.admin().put(attribute, "{\"value\":\"mine.xml\"}").statusCode())
                    .isBetween(200, 204);
            List<Integer> statuses = new ArrayList<>();
            for (String presentity : List.of(ALICE, ALICE, ALICE, CAROL, CAROL)) {
                statuses.add(crowd.watcher(presentity).subscribe(600).status());
            }
            assertThat(statuses).containsExactly(200, 200, 403, 403, 200);
            server.assertNoLaneFailed();
        }
    }

    private static int message(Crowd crowd, String from, String to) {
        return crowd.call(SipMessage.request("MESSAGE", from, to).withBody("text/plain", "Watson, come here."))
                .status();
    }

    @Test
    void messagesAreDecidedAboutByTheOtherServersRules() {
        String blocking = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:im='urn:iptel:xml:ns:im-rules'>"
                + "<rule id='enemies'><conditions><identity><one id='" + BOB + "'/></identity></conditions><actions>"
                + "<im:im-handling>block</im:im-handling></actions></rule></ruleset>";
        String document = "/xcap/im-rules/users/" + ALICE + "/im-rules.xml";
        assertThat(put(document, blocking)).isBetween(200, 201);
        try (ServerProcess server = deciding(gate.root(), Map.of("xcap_timeout", "700"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            assertThat(message(crowd, BOB, ALICE)).isEqualTo(403);
            assertThat(message(crowd, CAROL, ALICE))
                    .as("allowed, but registered nowhere")
                    .isEqualTo(404);
            assertThat(message(crowd, BOB, CAROL)).as("no document").isEqualTo(404);
            gate.hold();
            assertThat(message(crowd, CAROL, BOB)).as("nobody knows").isEqualTo(403);
            assertThat(message(crowd, CAROL, ALICE)).as("still known").isEqualTo(404);
            assertThat(message(crowd, BOB, ALICE)).as("still known").isEqualTo(403);
            server.assertNoLaneFailed();
        }
    }

    @Test
    void noMoreIsAskedInASecondThanAllowed() {
        try (ServerProcess server = deciding(
                        gate.root(),
                        Map.of("async_auth_queries", "1", "max_auth_requests_per_tick", "4", "xcap_timeout", "20000"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            int presentities = 12;
            int perSecond = 4;
            List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < presentities; i++) {
                answers.add(crowd.watcher("sip:many" + i + "@example.org").subscribeLater(600));
            }
            assertThat(Crowd.answers(answers)).extracting(SipMessage::status).containsOnly(200);
            crowd.watchers().forEach(each -> assertPending(each.next()));
            await().atMost(Duration.ofSeconds(20)).until(() -> gate.passed().size() == presentities);
            long[] came =
                    gate.passed().stream().mapToLong(Passed::nanoTime).sorted().toArray();
            for (int i = perSecond;
                    i < presentities;
                    i++) { // a response delayed for any other reason arrives later still
                assertThat(Duration.ofNanos(came[i] - began))
                        .as("request %s", i + 1)
                        .isGreaterThan(Duration.ofMillis(1000L * (i + 1 - perSecond) / perSecond - 50));
            }
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }
}
