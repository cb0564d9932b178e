package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestChallenger;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Other servers, edge proxies and hostile watchers challenge the requests of this server. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class ChallengeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration QUIET = Duration.ofMillis(700);
    private static final String PASSWORD = "long enough to be a secret";

    @TempDir
    private static Path data;

    private static FakeNotifier registrar;
    private static SipEndpoint edge;
    private static ServerProcess server;
    private static Crowd crowd;
    private static int users;

    /** How the edge proxy answers what is outside a dialog. */
    private static volatile Function<SipMessage, AnswerRule> relayed = request -> AnswerRule.ok();

    private final String user = "u" + users++;
    private final String presentity = "sip:" + user + "@example.org";
    private final List<SipMessage> received = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void start() throws IOException {
        registrar = new FakeNotifier();
        edge = SipEndpoint.openWithoutRetransmission();
        edge.receive((request, order) -> relayed.apply(request));
        String rest = " username=presence password=\"" + PASSWORD + "\" hosts=" + registrar.address() + ','
                + edge.hostPort() + '\n';
        Path file = data.resolve("credentials");
        Files.writeString(
                file,
                "# for tests\nrealm=example.org" + rest + "realm=\"the edge\"" + rest
                        + "realm=relay.example.org methods=MESSAGE" + rest);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        server = ServerProcess.started(
                data,
                Map.of(
                        "auth", "none",
                        "domains", "example.org",
                        "reg_subscribe_to", "sip:" + registrar.address(),
                        "credentials_file", "credentials"));
        crowd = new Crowd(server, Transport.UDP);
    }

    @AfterAll
    static void stop() {
        crowd.close();
        server.close();
        registrar.close();
        edge.close();
    }

    @BeforeEach
    void behave() {
        registrar.answer(subscribe -> registrar.ok());
    }

    private static double metric(String name) {
        return server.admin().metric("presence_" + name);
    }

    /** The SUBSCRIBEs about this test's user: so many at least, and those that follow at once. */
    private List<SipMessage> subscribes(int atLeast) {
        List<SipMessage> all = new ArrayList<>();
        Optional<SipMessage> next = registrar.poll(PATIENCE);
        while (next.isPresent()) {
            next.filter(each -> each.requestUri().equals(presentity)).ifPresent(all::add);
            next = registrar.poll(all.size() < atLeast ? PATIENCE : QUIET);
        }
        return all;
    }

    private void watch(Function<SipMessage, AnswerRule> rule) {
        registrar.answer(
                subscribe -> subscribe.requestUri().equals(presentity) ? rule.apply(subscribe) : registrar.ok());
        assertThat(crowd.watcher(presentity).subscribe(600).status()).isEqualTo(200);
    }

    private static AnswerRule accepting(DigestChallenger challenger, SipMessage request) {
        return challenger.challenge(request).orElseGet(registrar::ok);
    }

    @ParameterizedTest
    @CsvSource({
        "401, SHA-256, MD5, auth, SHA-256",
        "401, MD5, SHA-256, 'auth,auth-int', SHA-256",
        "401, SHA-512-256, MD5, auth-int, MD5",
        "407, MD5, MD5, auth, MD5",
        "407, SHA-256, SHA-256, auth-int, SHA-256"
    })
    void aChallengedSubscribeIsSentAgainWithTheStrongestAlgorithm(
            int status, String first, String second, String qop, String expected) {
        DigestChallenger challenger = (status == 401
                        ? DigestChallenger.server("example.org", PASSWORD)
                        : DigestChallenger.proxy("example.org", PASSWORD))
                .algorithms(first, second)
                .qop(qop);
        watch(subscribe -> accepting(challenger, subscribe));
        await().atMost(PATIENCE).until(() -> !challenger.accepted().isEmpty());
        assertThat(challenger.accepted().get(0).algorithm()).isEqualTo(expected);
        List<SipMessage> sent = subscribes(2);
        SipMessage last = sent.get(sent.size() - 1);
        SipMessage before = sent.get(sent.size() - 2);
        assertThat(last.cseq()).isEqualTo(before.cseq() + 1);
        assertThat(last.required("Call-ID")).isEqualTo(before.required("Call-ID"));
        assertThat(last.fromTag()).isEqualTo(before.fromTag());
        assertThat(last.toTag()).isEmpty();
        assertThat(last.branch()).isNotEqualTo(before.branch());
        server.assertNoLaneFailed();
    }

    @Test
    void aProxyAndTheRegistrarBehindItAreBothAnsweredAndLaterRequestsNeedNoChallenge() {
        DigestChallenger proxy = DigestChallenger.proxy("the edge", PASSWORD);
        DigestChallenger end = DigestChallenger.server("example.org", PASSWORD);
        Function<SipMessage, AnswerRule> rule =
                subscribe -> proxy.challenge(subscribe).orElseGet(() -> accepting(end, subscribe));
        watch(rule);
        await().atMost(PATIENCE).until(() -> !end.accepted().isEmpty());
        int challenges = subscribes(2).size();
        assertThat(challenges).isBetween(2, 3); // one realm may be known of another test
        registrar.answer(rule);
        String other = presentity.replace("sip:", "sip:other-");
        assertThat(crowd.watcher(other).subscribe(600).status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> end.accepted().size() == 2);
        assertThat(registrar.next().requestUri()).isEqualTo(other);
        assertThat(registrar.poll(QUIET)).as("a challenge").isEmpty();
        assertThat(end.accepted().get(1).get("nc")).isEqualTo("00000002");

        proxy.renew();
        end.renew();
        String third = presentity.replace("sip:", "sip:third-");
        assertThat(crowd.watcher(third).subscribe(600).status()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> end.accepted().size() == 3);
        assertThat(end.accepted().get(2).get("nc")).isEqualTo("00000001");
    }

    @Test
    void aWrongPasswordIsSentOnceAndThenTheSubscriptionWaits() {
        DigestChallenger challenger = DigestChallenger.server("example.org", "another password");
        double refused = metric("upstream_answers_total{kind=\"4xx\"}");
        double rejected = metric("digest_challenges_rejected_total");
        watch(subscribe -> accepting(challenger, subscribe));
        assertThat(subscribes(2)).hasSizeBetween(2, 3); // the first may have had the nonce of another test
        assertThat(metric("upstream_answers_total{kind=\"4xx\"}")).isEqualTo(refused + 1);
        assertThat(metric("digest_challenges_rejected_total")).isEqualTo(rejected + 1);
        assertThat(server.log())
                .containsOnlyOnce("the credentials were rejected")
                .doesNotContain(PASSWORD);
    }

    @Test
    void endlessStaleNoncesEndInARefusal() {
        DigestChallenger challenger = DigestChallenger.server("example.org", PASSWORD);
        watch(subscribe -> {
            challenger.renew();
            return challenger.challenge(true);
        });
        assertThat(subscribes(3)).hasSize(3);
        assertThat(challenger.accepted()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Digest realm=\"other.example.org\"",
        "Digest realm=\"EXAMPLE.ORG\"",
        "Basic realm=\"example.org\"",
        "Digest realm=\"example.org\" algorithm=SHA-1",
    })
    void aChallengeThatCannotBeAnsweredIsARefusal(String challenge) {
        String huge = "x".repeat(1000);
        watch(subscribe -> AnswerRule.status(401)
                .with(
                        "WWW-Authenticate",
                        challenge.replace(" algorithm", ", algorithm") + ", qop=\"auth\", nonce=\"n\"")
                .with("WWW-Authenticate", "Digest realm=\"example.org\", qop=\"auth\", nonce=\"" + huge + '"'));
        assertThat(subscribes(1)).hasSize(1);
        server.assertNoLaneFailed();
    }

    /** Subscribes with the edge proxy in the route set, which answers NOTIFYs by the rule. */
    private WatcherDialog behindEdge(Transport transport, Function<SipMessage, AnswerRule> rule) {
        WatcherDialog watcher = crowd.watcher(presentity);
        edge.register(watcher.localTag(), (notify, order) -> {
            received.add(notify);
            return rule.apply(notify);
        });
        String route = "<sip:" + edge.hostPort() + (transport == Transport.TCP ? ";transport=tcp" : "") + ";lr>";
        assertThat(watcher.subscribe(600, request -> request.with("Record-Route", route))
                        .status())
                .isEqualTo(200);
        return watcher;
    }

    private void awaitReceived(int number) {
        await().atMost(PATIENCE).until(() -> received.size() >= number);
    }

    private void assertRising() {
        assertThat(received)
                .extracting(SipMessage::cseq)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aChallengedNotifyIsRepeatedAndLaterOnesCarryCredentialsAtOnce(Transport transport) {
        DigestChallenger proxy = DigestChallenger.proxy("the edge", PASSWORD);
        behindEdge(transport, notify -> proxy.challenge(notify).orElseGet(AnswerRule::ok));
        await().atMost(PATIENCE).until(() -> proxy.accepted().size() == 1);
        int before = received.size();
        SipMessage challenged = received.get(before - 2);
        SipMessage repeated = received.get(before - 1);
        assertThat(repeated.cseq()).isEqualTo(challenged.cseq() + 1);
        assertThat(repeated.text()).isEqualTo(challenged.text()).isNotEmpty();
        assertThat(repeated.branch()).isNotEqualTo(challenged.branch());
        assertThat(repeated.fromTag()).isEqualTo(challenged.fromTag());
        for (int i = 0; i < 5; i++) {
            crowd.publish(presentity, "change " + i);
            int published = 2 + i;
            await().atMost(PATIENCE).until(() -> proxy.accepted().size() == published);
        }
        assertThat(received).as("no further challenge").hasSize(before + 5);
        assertThat(proxy.accepted())
                .extracting(each -> Integer.parseInt(each.get("nc"), 16))
                .isSorted()
                .doesNotHaveDuplicates();
        proxy.renew();
        crowd.publish(presentity, "with a stale nonce");
        await().atMost(PATIENCE).until(() -> proxy.accepted().size() == 7);
        assertThat(received).hasSize(before + 7);
        assertThat(received.get(before + 6).text()).contains("with a stale nonce");
        assertRising();
        server.assertNoLaneFailed();
    }

    @Test
    void cseqsRiseOverAKillAfterAChallenge() {
        DigestChallenger proxy = DigestChallenger.proxy("the edge", PASSWORD);
        behindEdge(Transport.UDP, notify -> proxy.challenge(notify).orElseGet(AnswerRule::ok));
        await().atMost(PATIENCE).until(() -> proxy.accepted().size() == 1);
        crowd.publish(presentity, "before the kill");
        await().atMost(PATIENCE).until(() -> proxy.accepted().size() == 2);
        proxy.renew();
        crowd.publish(presentity, "challenged before the kill");
        await().atMost(PATIENCE).until(() -> proxy.accepted().size() == 3);
        server.kill9();
        server.start();
        crowd.publish(presentity, "after the kill");
        await().atMost(PATIENCE)
                .until(() -> received.get(received.size() - 1).text().contains("after the kill")
                        && proxy.accepted().size() >= 4);
        DigestParameters last = proxy.accepted().get(proxy.accepted().size() - 1);
        assertThat(last.get("username")).isEqualTo("presence");
        assertRising();
        server.assertNoLaneFailed();
    }

    /** The watcher's address is not one of the hosts of the credentials, whatever realm it names. */
    @Test
    void aHostileWatcherGetsNoCredentials() {
        DigestChallenger hostile = DigestChallenger.proxy("the edge", PASSWORD);
        double unanswered = metric("digest_challenges_unanswered_total");
        WatcherDialog watcher = crowd.watcher(presentity).answering(hostile.challenge(true));
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        assertThat(watcher.next().message().has("Proxy-Authorization")).isFalse();
        crowd.publish(presentity, "the subscription continues");
        SipMessage second = watcher.next().message();
        assertThat(second.text()).contains("the subscription continues");
        assertThat(second.has("Proxy-Authorization")).isFalse();
        await().atMost(PATIENCE).until(() -> metric("digest_challenges_unanswered_total") >= unanswered + 2);
        assertThat(watcher.poll(QUIET)).isEmpty();
        assertThat(watcher.violations()).isEmpty();
    }

    @Test
    void aProxyThatCallsEachNonceStaleGetsThreeTriesForEachChange() {
        DigestChallenger proxy = DigestChallenger.proxy("the edge", PASSWORD);
        behindEdge(Transport.UDP, notify -> {
            proxy.renew();
            return proxy.challenge(true);
        });
        awaitReceived(3);
        crowd.publish(presentity, "next");
        awaitReceived(4);
        await().atMost(PATIENCE).during(QUIET).until(() -> received.size() <= 6);
        assertRising();
        server.assertNoLaneFailed();
    }

    private SipMessage message() {
        return crowd.call(SipMessage.request("MESSAGE", "sip:bob@example.org", presentity)
                .withBody("text/plain", "Watson, come here."));
    }

    private void register(Function<SipMessage, AnswerRule> rule) {
        relayed = request -> {
            received.add(request);
            return rule.apply(request);
        };
        assertThat(crowd.registrant(presentity)
                        .register("<sip:" + user + '@' + edge.hostPort() + '>')
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aRelayedMessageAnswersItsEdgeProxyOnlyIfToldSo() {
        DigestChallenger proxy = DigestChallenger.proxy("relay.example.org", PASSWORD);
        register(request -> proxy.challenge(request).orElseGet(AnswerRule::ok));
        assertThat(message().status()).isEqualTo(200);
        assertThat(received).hasSize(2);
        assertThat(received.get(1).cseq()).isEqualTo(received.get(0).cseq());
        assertThat(received.get(1).branch()).isNotEqualTo(received.get(0).branch());
        assertThat(received.get(1).all("Via")).hasSize(2);
        assertThat(message().status()).isEqualTo(200);
        assertThat(received).as("credentials at once").hasSize(3);

        DigestChallenger other = DigestChallenger.proxy("the edge", PASSWORD);
        register(request -> other.challenge(request).orElseGet(AnswerRule::ok));
        SipMessage refused = message();
        assertThat(refused.status()).isEqualTo(407);
        assertThat(refused.required("Proxy-Authenticate")).contains("the edge");
        DigestChallenger end = DigestChallenger.server("relay.example.org", PASSWORD);
        register(request -> end.challenge(request).orElseGet(AnswerRule::ok));
        assertThat(message().status()).as("a proxy does not answer a 401").isEqualTo(401);
    }

    /** RFC 3261 section 16.7 step 7. */
    @Test
    void theChallengesOfAllContactsReachTheSender() {
        DigestChallenger proxy = DigestChallenger.proxy("one", PASSWORD);
        DigestChallenger end = DigestChallenger.server("two", PASSWORD);
        relayed = request -> (request.requestUri().contains("a@") ? proxy : end).challenge(false);
        assertThat(crowd.registrant(presentity)
                        .register("<sip:a@" + edge.hostPort() + '>', "<sip:b@" + edge.hostPort() + '>')
                        .status())
                .isEqualTo(200);
        SipMessage answer = message();
        assertThat(answer.status()).isIn(401, 407);
        assertThat(answer.headers().stream()
                        .filter(each -> each.name().equals("Proxy-Authenticate"))
                        .map(SipMessage.Header::value))
                .hasSize(2)
                .allMatch(each -> each.contains("one"));
        assertThat(answer.headers().stream()
                        .filter(each -> each.name().equals("WWW-Authenticate"))
                        .map(SipMessage.Header::value))
                .hasSize(2)
                .allMatch(each -> each.contains("two"));
    }
}
