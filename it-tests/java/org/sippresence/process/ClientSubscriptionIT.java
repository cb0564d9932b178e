package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.process.FakeNotifier.Words;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Client subscriptions at a registrar and at users' agents that respond in arbitrary ways. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ClientSubscriptionIT {

    private static final String REGINFO = "application/reginfo+xml";
    private static final String PIDF = "application/pidf+xml";
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @TempDir
    private static Path data;

    private static FakeNotifier registrar;
    private static FakeNotifier agent;
    private static ServerProcess server;
    private static Crowd crowd;
    private static int users;

    private final String user = "u" + users++;
    private final String presentity = "sip:" + user + "@example.org";

    @BeforeAll
    static void start() {
        registrar = new FakeNotifier();
        agent = new FakeNotifier();
        server = ServerProcess.started(
                data,
                Map.of("auth", "none", "reg_subscribe_to", "sip:" + registrar.address(), "subscribe_to_users", "1"));
        crowd = new Crowd(server, Transport.UDP);
    }

    @AfterAll
    static void stop() {
        crowd.close();
        server.close();
        registrar.close();
        agent.close();
    }

    @BeforeEach
    void behave() {
        registrar.answer(subscribe -> registrar.ok());
        agent.answer(subscribe -> agent.ok());
    }

    private String reginfo(int version, String state, String... contacts) {
        return "<reginfo xmlns='urn:ietf:params:xml:ns:reginfo' version='" + version + "' state='" + state
                + "'><registration aor='" + presentity + "' id='r' state='active'>" + String.join("", contacts)
                + "</registration></reginfo>";
    }

    private static String contact(String id, String state, String uri) {
        return "<contact id='" + id + "' state='" + state + "' event='registered' expires='500'><uri>" + uri
                + "</uri></contact>";
    }

    private static int reg(SipMessage subscribe, long cseq, String body) {
        return registrar.notify(subscribe, Words.of(cseq, "reg", "active;expires=600"), REGINFO, body);
    }

    private static void sees(WatcherDialog watcher, String text) {
        watcher.awaitLast(text, PATIENCE);
    }

    private static void seesNoMore(WatcherDialog watcher, String text) {
        watcher.awaitLast(last -> !last.text().contains(text), PATIENCE);
    }

    private static double metric(String name) {
        return server.admin().metric("presence_" + name);
    }

    /** The SUBSCRIBE to the registrar that a watcher of the user triggered. */
    private SipMessage asked(WatcherDialog watcher) {
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        return asked();
    }

    /** The next SUBSCRIBE about this test's user; watchers of other tests still exist. */
    private SipMessage asked() {
        SipMessage subscribe = registrar.next();
        while (!subscribe.requestUri().equals(presentity)) {
            subscribe = registrar.next();
        }
        return subscribe;
    }

    @Test
    void contactsAtTheOtherRegistrarAreSeenFromTheMomentItTellsThem() {
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage subscribe = asked(watcher);
        assertThat(subscribe.required("Event")).isEqualTo("reg");
        assertThat(subscribe.required("Accept")).isEqualTo(REGINFO);
        assertThat(subscribe.required("Expires")).isEqualTo("3600");
        assertThat(subscribe.required("Route")).contains(registrar.address());

        assertThat(reg(subscribe, 1, reginfo(0, "full", contact("1", "active", "tel:+15550001"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550001");
        assertThat(reg(subscribe, 2, reginfo(1, "partial", contact("2", "active", "tel:+15550002"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550002");
        assertThat(watcher.last().orElseThrow().text()).contains("tel:+15550001");
        assertThat(reg(subscribe, 3, reginfo(2, "partial", contact("1", "terminated", "tel:+15550001"))))
                .isEqualTo(200);
        seesNoMore(watcher, "tel:+15550001");

        assertThat(watcher.subscribe(0).status()).isEqualTo(200);
        SipMessage end = registrar.next();
        while (end.toTag().isEmpty()) { // a SUBSCRIBE of another test
            end = registrar.next();
        }
        assertThat(end.required("Expires")).isEqualTo("0");
        assertThat(end.toTag()).contains("fake");
        crowd.assertNoViolations();
        server.assertNoLaneFailed();
    }

    @Test
    void aNotifyMayOvertakeTheSuccess() {
        CompletableFuture<Integer> early = new CompletableFuture<>();
        registrar.answer(subscribe -> {
            String body = reginfo(0, "full", contact("1", "active", "tel:+15550003"));
            CompletableFuture<Void> unused = registrar
                    .sent(subscribe, Words.of(1, "reg", "active;expires=600"), REGINFO, body)
                    .thenAccept(early::complete);
            return registrar.ok();
        });
        WatcherDialog watcher = crowd.watcher(presentity);
        asked(watcher);
        assertThat(early.orTimeout(5, TimeUnit.SECONDS).join()).isEqualTo(200);
        sees(watcher, "tel:+15550003");
    }

    @Test
    void whoLiesOrMisbehavesChangesNothingAndIsCounted() {
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage subscribe = asked(watcher);
        assertThat(reg(subscribe, 10, reginfo(0, "full", contact("1", "active", "tel:+15550004"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550004");
        double malformed = metric("upstream_notifies_total{kind=\"malformed\"}");

        assertThat(reg(subscribe, 11, "no XML")).isEqualTo(200);
        assertThat(reg(subscribe, 12, "<!DOCTYPE r [<!ENTITY e 'e'>]><reginfo>&e;</reginfo>"))
                .isEqualTo(200);
        assertThat(reg(subscribe, 13, reginfo(1, "full").replace(presentity, "sip:mallory@example.org")))
                .isEqualTo(200);
        await().atMost(PATIENCE) // a NOTIFY is answered before its body is read
                .untilAsserted(() -> assertThat(metric("upstream_notifies_total{kind=\"malformed\"}"))
                        .isEqualTo(malformed + 3));
        assertThat(reg(subscribe, 5, reginfo(1, "full"))).as("an old CSeq").isEqualTo(500);
        Words active = Words.of(14, "reg", "active;expires=600");
        assertThat(registrar.notify(subscribe, active, "text/plain", "x")).isEqualTo(415);
        assertThat(registrar.notify(subscribe, Words.of(14, "presence", active.state()), PIDF, "x"))
                .isEqualTo(489);
        assertThat(registrar.notify(subscribe, new Words("other", 14, "reg", active.state()), REGINFO, "x"))
                .isEqualTo(481);

        List<CompletableFuture<Integer>> storm = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            storm.add(registrar.sent(subscribe, Words.of(20 + i, "reg", active.state()), REGINFO, "storm"));
        }
        await().atMost(PATIENCE).until(() -> storm.stream().anyMatch(each -> each.isDone() && each.join() == 503));
        assertThat(watcher.last().orElseThrow().text()).contains("tel:+15550004");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> reg(subscribe, 1000, reginfo(7, "full", contact("1", "active", "tel:+15550005"))) == 200);
        sees(watcher, "tel:+15550005");
        server.assertNoLaneFailed();
    }

    @Test
    void aRegistrarInTroubleIsAskedAgainAndTheWatchersAreServedMeanwhile() {
        registrar.answer(subscribe -> AnswerRule.unavailable(1));
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage refused = asked(watcher);
        crowd.publish(presentity, "published");
        sees(watcher, "published");
        registrar.answer(subscribe -> registrar.ok());
        SipMessage again = asked();
        assertThat(again.required("Call-ID")).isNotEqualTo(refused.required("Call-ID"));
        assertThat(reg(again, 1, reginfo(0, "full", contact("1", "active", "tel:+15550006"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550006");
    }

    @Test
    void whatTheUsersOwnAgentTellsIsShownWhileItTells() {
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage subscribe = asked(watcher);
        String contact = "sip:" + user + '@' + agent.address();
        assertThat(reg(subscribe, 1, reginfo(0, "full", contact("1", "active", contact))))
                .isEqualTo(200);
        SipMessage toAgent = agent.next();
        assertThat(toAgent.requestUri()).isEqualTo(contact);
        assertThat(toAgent.required("Event")).isEqualTo("presence");

        Words active = Words.of(1, "presence", "active;expires=600");
        assertThat(agent.notify(toAgent, active, PIDF, TestPidf.open(presentity, "told by the phone")))
                .isEqualTo(200);
        sees(watcher, "told by the phone");
        assertThat(agent.notify(toAgent, Words.of(2, "presence", "active"), PIDF, "<presence/>"))
                .isEqualTo(200);
        assertThat(agent.notify(toAgent, Words.of(3, "presence", "terminated;reason=noresource"), PIDF, ""))
                .isEqualTo(200);
        seesNoMore(watcher, "told by the phone");
        server.assertNoLaneFailed();
    }

    @Test
    void theServerNeverSubscribesToItself() {
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage subscribe = asked(watcher);
        double loops = metric("upstream_not_begun_total{kind=\"loop\"}");
        String ourselves = "sip:" + user + "@127.0.0.1:" + server.sipPort();
        assertThat(reg(subscribe, 1, reginfo(0, "full", contact("1", "active", ourselves))))
                .isEqualTo(200);
        sees(watcher, ourselves);
        await().atMost(PATIENCE).until(() -> metric("upstream_not_begun_total{kind=\"loop\"}") > loops);
        assertThat(agent.poll(Duration.ofMillis(200))).isEmpty();
    }

    @Test
    void afterARestartEverythingIsSubscribedAnewAndTheOldDialogEnds() {
        WatcherDialog watcher = crowd.watcher(presentity);
        SipMessage before = asked(watcher);
        assertThat(reg(before, 1, reginfo(0, "full", contact("1", "active", "tel:+15550007"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550007");
        server.kill9();
        server.start();
        SipMessage after = asked();
        assertThat(reg(before, 2, reginfo(1, "full"))).isEqualTo(481);
        assertThat(reg(after, 1, reginfo(0, "full", contact("1", "active", "tel:+15550008"))))
                .isEqualTo(200);
        sees(watcher, "tel:+15550008");
        server.assertNoLaneFailed();
    }
}
