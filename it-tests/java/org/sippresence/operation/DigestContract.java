package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.DigestParameters;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The contract of SIP Digest on each path of requests, with {@code authentication=digest} and {@code digest_qop=auth-int}. */
abstract class DigestContract extends DeployedServerTest {

    private static final String PASSWORD = "open sesame \u00e9";
    private static final String PIDF = "application/pidf+xml";

    /** The settings of the deployment. */
    static String[] settings(String... more) {
        List<String> all = new ArrayList<>(List.of(
                "authentication=digest",
                "digest_qop=auth-int",
                "max_auth_failures=0",
                "domains=example.org,example.net"));
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private void account(String user) {
        assertThat(admin().put("/api/v1/subscribers/" + user, "{\"password\":\"" + PASSWORD + "\"}")
                        .statusCode())
                .isEqualTo(204);
    }

    /** A user with an account, as whom the scene authenticates. */
    private String user(Scene scene, String name) {
        String user = scene.user(name);
        account(user);
        scene.authenticating(user, PASSWORD);
        return user;
    }

    private DigestUser digest(Scene scene, String user) {
        return scene.authenticating(user, PASSWORD);
    }

    private static SipMessage publish(String presentity, String note) {
        return SipMessage.request("PUBLISH", presentity, presentity)
                .with("Event", "presence")
                .with("Expires", "300")
                .withBody(PIDF, TestPidf.open(presentity, note));
    }

    private static List<DigestParameters> challenges(SipMessage response) {
        assertThat(response.status()).as("%s", response).isEqualTo(401);
        return DigestUser.challenges(response, "WWW-Authenticate");
    }

    private static boolean isStale(SipMessage response) {
        return challenges(response).get(0).get("stale").equals("true");
    }

    @OverUdpAndTcp
    void eachMethodIsChallengedByBothAlgorithmsTheStrongerFirst(Scene scene) {
        String alice = scene.user("alice");
        for (SipMessage response : List.of(
                scene.publish(alice, "here"),
                scene.registrant(alice).register(),
                scene.watcher(alice, alice).subscribe(60))) {
            List<DigestParameters> challenges = challenges(response);
            assertThat(challenges.stream().map(DigestParameters::algorithm)).containsExactly("SHA-256", "MD5");
            assertThat(challenges).allSatisfy(each -> {
                assertThat(each.get("realm")).isEqualTo("example.org");
                assertThat(each.get("qop")).isEqualTo("auth,auth-int");
                assertThat(each.get("nonce")).hasSize(43);
                assertThat(each.get("stale")).isEmpty();
            });
        }
        SipMessage relayed = scene.message(alice, scene.user("bob"), "hello");
        assertThat(relayed.status()).isEqualTo(407);
        assertThat(relayed.has("WWW-Authenticate")).isFalse();
        assertThat(DigestUser.challenges(relayed, "Proxy-Authenticate").stream().map(DigestParameters::algorithm))
                .containsExactly("SHA-256", "MD5");
    }

    @OverUdpAndTcp
    void aUserPublishesRegistersSubscribesAndIsNotified(Scene scene) {
        String alice = user(scene, "alice");
        TestPublisher publisher = scene.publisher(alice);
        assertThat(publisher.publishOpen("first words").status()).isEqualTo(200);
        assertThat(scene.registrant(alice).register("<sip:alice@192.0.2.1>").status())
                .isEqualTo(200);
        WatcherDialog watcher = scene.watcher(alice, user(scene, "bob"));
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("first words");
        assertThat(publisher.publishOpen("second words").status()).isEqualTo(200);
        watcher.awaitLast("second words", Duration.ofSeconds(10));
        assertThat(watcher.subscribe(200).status()).as("a refresh").isEqualTo(200);
        assertThat(watcher.unsubscribe().status()).isEqualTo(200);
        assertThat(publisher.remove().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"SHA-256, auth", "SHA-256, auth-int", "MD5, auth", "MD5, auth-int"})
    void eachAlgorithmAndProtectionIsAccepted(String algorithm, String qop) {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = user(scene, "alice");
            digest(scene, alice).algorithm(algorithm).qop(qop);
            assertThat(scene.publish(alice, "here").status()).isEqualTo(200);
            assertThat(scene.registrant(alice).register("<sip:alice@192.0.2.1>").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void theUsernameMayIncludeTheDomainAndFromMayHaveAnotherScheme(Scene scene) {
        String alice = user(scene, "alice");
        DigestUser qualified = DigestUser.of(alice.substring("sip:".length()), PASSWORD);
        assertThat(qualified
                        .call(scene.endpoint(), publish(alice, "here"), scene.target())
                        .status())
                .isEqualTo(200);
        String secure = alice.replace("sip:", "sips:");
        DigestUser plain = DigestUser.at(alice, PASSWORD);
        assertThat(plain.call(scene.endpoint(), publish(secure, "here"), scene.target())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void anInDialogRequestIsAuthenticatedToo(Transport transport) {
        try (Scene scene = scene(transport)) {
            String bob = user(scene, "bob");
            WatcherDialog watcher = scene.watcher(scene.user("alice"), bob);
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watcher.next();
            SipMessage refresh = watcher.request(200);
            challenges(scene.endpoint().call(refresh, scene.target()));
        }
    }

    @Test
    void aWrongPasswordAnUnknownUserAndAnotherRealmAreChallengedAgain(Scene scene) {
        String alice = user(scene, "alice");
        scene.authenticating(alice, "guess");
        assertThat(isStale(scene.publish(alice, "here"))).isFalse();
        String nobody = scene.user("nobody");
        scene.authenticating(nobody, PASSWORD);
        assertThat(isStale(scene.publish(nobody, "here"))).isFalse();
        digest(scene, alice).signing(each -> each.with("realm", "example.com"));
        assertThat(isStale(scene.publish(alice, "here"))).isFalse();
    }

    @OverUdpAndTcp
    void aReplayIsRefusedAsStale(Scene scene) {
        String alice = user(scene, "alice");
        DigestUser digest = digest(scene, alice);
        assertThat(scene.publish(alice, "here").status()).isEqualTo(200);
        SipMessage again = digest.credentials(publish(alice, "there"));
        assertThat(scene.endpoint().call(again, scene.target()).status()).isEqualTo(200);
        assertThat(isStale(scene.endpoint().call(again, scene.target()))).isTrue();
    }

    /** The client's repetition after the challenge must not be counted, so these tests look at the first answer only. */
    @ParameterizedTest
    @CsvSource({
        "nc, 00000000, true",
        "nonce, AAAA, true",
        "algorithm, SHA-512-256, false",
        "realm, example.net, false",
        "response, 00, false",
        "cnonce, '', false",
        "qop, '', false",
    })
    void whatIsWrongInTheCredentialsIsChallenged(String parameter, String value, boolean stale) {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = user(scene, "alice");
            DigestUser digest = digest(scene, alice);
            assertThat(scene.publish(alice, "here").status()).isEqualTo(200);
            boolean isSigned = parameter.equals("nc") || parameter.equals("nonce");
            if (isSigned) {
                digest.signing(each -> each.with(parameter, value));
            } else {
                digest.forging(each -> value.isEmpty() ? each.without(parameter) : each.with(parameter, value));
            }
            SipMessage request = digest.credentials(publish(alice, "there"));
            assertThat(isStale(scene.endpoint().call(request, scene.target()))).isEqualTo(stale);
        }
    }

    @Test
    void aBodyThatWasChangedIsRefusedIfItIsProtected(Scene scene) {
        String alice = user(scene, "alice");
        DigestUser digest = digest(scene, alice);
        assertThat(scene.publish(alice, "here").status()).isEqualTo(200);
        String other = TestPidf.open(alice, "changed on the way");
        SipMessage unprotected = digest.credentials(publish(alice, "there")).withBody(PIDF, other);
        assertThat(scene.endpoint().call(unprotected, scene.target()).status()).isEqualTo(200);
        digest.qop("auth-int");
        SipMessage changed = digest.credentials(publish(alice, "there")).withBody(PIDF, other);
        assertThat(isStale(scene.endpoint().call(changed, scene.target()))).isFalse();
        SipMessage whole = digest.credentials(publish(alice, "there"));
        assertThat(scene.endpoint().call(whole, scene.target()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest", "Digest username=\"alice\"", "Digest a=\"", "Digest =,,,", "Digest ;;;"})
    void credentialsOfAnotherFormAreABadRequest(String credentials) {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = scene.user("alice");
            SipMessage request = publish(alice, "here").with("Authorization", credentials);
            assertThat(scene.endpoint().call(request, scene.target()).status()).isIn(400, 401);
        }
    }

    @OverUdpAndTcp
    void hugeCredentialsAreABadRequest(Scene scene) {
        String alice = scene.user("alice");
        SipMessage request = publish(alice, "here")
                .with("Authorization", "Digest username=\"" + "x".repeat(5_000) + "\", realm=\"example.org\"");
        assertThat(scene.endpoint().call(request, scene.target()).status()).isEqualTo(400);
    }

    @Test
    void credentialsForOthersStandBesideOurs(Scene scene) {
        String alice = user(scene, "alice");
        DigestUser digest = digest(scene, alice);
        scene.publish(alice, "here");
        String foreign = "Digest username=\"al\", realm=\"proxy\", nonce=\"n\", uri=\"sip:a@b\", response=\"00\"";
        SipMessage request = digest.credentials(publish(alice, "there"));
        SipMessage both = request.without("Authorization")
                .with("Authorization", foreign)
                .with("Authorization", request.required("Authorization"))
                .with("Authorization", "Basic YWxpY2U6c2VjcmV0");
        assertThat(scene.endpoint().call(both, scene.target()).status()).isEqualTo(200);
    }

    @Test
    void aNonceIsOfTheUserWhoUsedItFirst(Scene scene) {
        String alice = user(scene, "alice");
        String bob = user(scene, "bob");
        DigestUser ofAlice = digest(scene, alice);
        DigestUser ofBob = digest(scene, bob);
        scene.publish(alice, "here");
        scene.publish(bob, "here");
        String nonce = DigestParameters.parse(
                        ofAlice.credentials(publish(alice, "here")).required("Authorization"))
                .get("nonce");
        ofBob.signing(each -> each.with("nonce", nonce).with("nc", "00000077"));
        SipMessage request = ofBob.credentials(publish(bob, "there"));
        assertThat(isStale(scene.endpoint().call(request, scene.target()))).isTrue();
    }

    @OverUdpAndTcp
    void anotherFromIsForbiddenAndNobodyActsForOthers(Scene scene) {
        String alice = user(scene, "alice");
        String bob = user(scene, "bob");
        DigestUser digest = digest(scene, bob);
        SipMessage forged = digest.call(scene.endpoint(), publish(alice, "here"), scene.target());
        assertThat(forged.status()).isEqualTo(403);
        assertThat(forged.startLine()).contains("From is not the authenticated user");
        SipMessage thirdParty = SipMessage.request("REGISTER", "sip:example.org", bob)
                .replacing("To", '<' + alice + '>')
                .replacing("From", '<' + bob + ">;tag=1")
                .with("Contact", "<sip:bob@192.0.2.1>");
        assertThat(digest.call(scene.endpoint(), thirdParty, scene.target()).status())
                .isEqualTo(403);
        SipMessage foreign = publish(alice, "here").replacing("From", "<sip:alice@example.com>;tag=1");
        assertThat(digest.call(scene.endpoint(), foreign, scene.target()).status())
                .isEqualTo(403);
    }

    @Test
    void anAnonymousFromIsTheAuthenticatedUser(Scene scene) {
        String alice = user(scene, "alice");
        SipMessage request =
                publish(alice, "here").replacing("From", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1");
        DigestUser digest = digest(scene, alice);
        assertThat(digest.call(scene.endpoint(), request, scene.target()).status())
                .isEqualTo(200);
        SipMessage ofOther = publish(scene.user("bob"), "here")
                .replacing("From", "\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=1");
        assertThat(digest.call(scene.endpoint(), ofOther, scene.target()).status())
                .isEqualTo(403);
    }

    @OverUdpAndTcp
    void aRelayedMessageLosesTheCredentialsForThisServerOnly(Scene scene) throws InterruptedException {
        String alice = user(scene, "alice");
        String bob = user(scene, "bob");
        BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
        try (SipEndpoint phone = SipEndpoint.open()) {
            phone.receive((request, order) -> {
                received.add(request);
                return AnswerRule.ok();
            });
            assertThat(new TestRegistrant(phone, scene.target(), bob)
                            .authenticating(digest(scene, bob))
                            .register("<sip:bob@" + phone.hostPort() + ">")
                            .status())
                    .isEqualTo(200);
            DigestUser digest = digest(scene, alice);
            assertThat(scene.message(alice, bob, "hello").status()).isEqualTo(200);
            assertThat(next(received).has("Proxy-Authorization")).isFalse();
            String foreign = "Digest username=\"al\", realm=\"next\", nonce=\"n\", uri=\"sip:a@b\", response=\"00\"";
            SipMessage request = digest.credentials(
                            SipMessage.request("MESSAGE", alice, bob).withBody("text/plain", "again"))
                    .with("Proxy-Authorization", foreign);
            assertThat(scene.endpoint().call(request, scene.target()).status()).isEqualTo(200);
            SipMessage second = next(received);
            assertThat(second.headers().stream().filter(each -> each.name().equals("Proxy-Authorization")))
                    .singleElement()
                    .satisfies(each -> assertThat(each.value()).contains("realm=\"next\""));
        }
    }

    private static SipMessage next(BlockingQueue<SipMessage> received) throws InterruptedException {
        return Optional.ofNullable(received.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    /** The transaction answers it: the same nonce count would be a replay. */
    @Test
    void aRetransmissionOfAnAuthenticatedRequestIsAnsweredByItsTransaction(Scene scene) {
        String alice = user(scene, "alice");
        DigestUser digest = digest(scene, alice);
        scene.publish(alice, "here");
        SipMessage request = digest.credentials(publish(alice, "there"))
                .withFirst("Via", scene.endpoint().via(Transport.UDP));
        SipMessage first = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(first.status()).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.first("SIP-ETag")).isEqualTo(first.first("SIP-ETag"));
        }
    }

    @Test
    void optionsNeedNoCredentials(Scene scene) {
        SipMessage options = SipMessage.request("OPTIONS", "sip:example.org", scene.user("alice"));
        assertThat(scene.endpoint().call(options, scene.target()).status()).isEqualTo(200);
    }
}
