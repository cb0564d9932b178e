package org.sippresence.sipclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test client's Digest, by published vectors and against a responder that computes nothing itself. */
class DigestUserTest {

    private static final String SDP = """
            v=0\r
            o=bob 2890844526 2890844526 IN IP4 media.biloxi.com\r
            s=-\r
            c=IN IP4 media.biloxi.com\r
            t=0 0\r
            m=audio 49170 RTP/AVP 0\r
            a=rtpmap:0 PCMU/8000\r
            m=video 51372 RTP/AVP 31\r
            a=rtpmap:31 H261/90000\r
            m=video 53000 RTP/AVP 32\r
            a=rtpmap:32 MPV/90000\r
            """;
    private static final String REALM = "Digest realm=\"example.org\", ";
    private static final String BOTH = "qop=\"auth, auth-int\"";

    private final SipEndpoint client = SipEndpoint.open();
    private final SipEndpoint server = SipEndpoint.open();
    private final List<SipMessage> received = new CopyOnWriteArrayList<>();
    private final DigestUser alice = DigestUser.at("sip:alice@example.org", "secret");
    private final TestPublisher publisher =
            new TestPublisher(client, target(), "sip:alice@example.org").authenticating(alice);

    private TestTarget target() {
        return TestTarget.of(Transport.UDP, "127.0.0.1", server.port());
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** Answers by the number of requests so far, from 1. */
    private void answering(Function<Integer, AnswerRule> rule) {
        server.receive((request, order) -> {
            received.add(request);
            return rule.apply(received.size());
        });
    }

    private static AnswerRule challenge(String... challenges) {
        AnswerRule rule = AnswerRule.status(401);
        for (String each : challenges) {
            rule = rule.with("WWW-Authenticate", REALM + each);
        }
        return rule;
    }

    private DigestParameters credentials(int request) {
        return DigestParameters.parse(received.get(request - 1).required("Authorization"));
    }

    private static String rightResponse(SipMessage request) {
        return DigestParameters.parse(request.required("Authorization"))
                .response("secret", request.method(), request.body());
    }

    /** RFC 7616 section 3.9.1, and RFC 2617 section 3.5, whose values are those with MD5 but for the nonce. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    })
    void examplesOfTheRfcForHttpAreComputed(String algorithm, String response) {
        DigestParameters credentials = DigestParameters.parse("Digest username=\"Mufasa\", "
                + "realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm=" + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
                + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, "
                + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
        assertThat(credentials.response("Circle of Life", "GET", new byte[0])).isEqualTo(response);
    }

    /** The examples for SIP of draft-smith-sipping-auth-examples-01, sections 3.1 to 3.5. */
    @ParameterizedTest
    @CsvSource({
        "'', MD5, bf57e4e0d0bffc0fbaedce64d59add5e",
        "auth, MD5, 89eb0059246c02b2f6ee02c7961d5ea3",
        "auth-int, MD5, bdbeebb2da6adb6bca02599c2239e192",
        "auth, MD5-sess, e4e4ea61d186d07a92c9e1f6919902e9",
        "auth-int, MD5-sess, 91984da2d8663716e91554859c22ca70",
    })
    void examplesForSipAreComputed(String qop, String algorithm, String response) {
        DigestParameters credentials = DigestParameters.parse("Digest username=\"bob\", realm=\"biloxi.com\", "
                + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"sip:bob@biloxi.com\", nc=00000001, "
                + "cnonce=\"0a4f113b\", algorithm=" + algorithm + (qop.isEmpty() ? "" : ", qop=" + qop));
        assertThat(credentials.response("zanzibar", "INVITE", SDP.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(response);
    }

    @Test
    void aChallengeIsAnsweredOnceAndLaterRequestsCountTheNonceOn() {
        answering(number -> number == 1 ? challenge("nonce=\"n1\", algorithm=SHA-256, " + BOTH) : AnswerRule.ok());
        assertThat(publisher.publishOpen("here").status()).isEqualTo(200);
        assertThat(publisher.publishOpen("there").status()).isEqualTo(200);
        assertThat(received).hasSize(3);
        assertThat(received.stream().map(SipMessage::cseq)).containsExactly(1L, 2L, 3L);
        assertThat(received.stream().map(SipMessage::branch).distinct()).hasSize(3);
        assertThat(received.get(0).has("Authorization")).isFalse();
        assertThat(credentials(2).get("nc")).isEqualTo("00000001");
        assertThat(credentials(3).get("nc")).isEqualTo("00000002");
        assertThat(credentials(3).get("uri")).isEqualTo("sip:alice@example.org");
        assertThat(credentials(3).algorithm()).isEqualTo("SHA-256");
        assertThat(credentials(3).get("response"))
                .hasSize(64)
                .isNotEqualTo(credentials(2).get("response"))
                .isEqualTo(rightResponse(received.get(2)));
    }

    @Test
    void theFirstSupportedAlgorithmIsTakenUnlessOneIsWanted() {
        answering(number -> number % 2 == 1
                ? challenge(
                        "nonce=\"n\", algorithm=WHIRLPOOL-9, " + BOTH,
                        "nonce=\"n\", algorithm=SHA-256, " + BOTH,
                        "nonce=\"n\", " + BOTH)
                : AnswerRule.ok());
        alice.waitingForChallenges();
        publisher.publishOpen("1");
        alice.algorithm("MD5").qop("auth-int");
        publisher.publishOpen("2");
        assertThat(credentials(2).algorithm()).isEqualTo("SHA-256");
        assertThat(credentials(2).get("qop")).isEqualTo("auth");
        assertThat(received.get(2).has("Authorization")).isFalse();
        assertThat(credentials(4).algorithm()).isEqualTo("MD5");
        assertThat(credentials(4).get("qop")).isEqualTo("auth-int");
        assertThat(credentials(4).get("response")).isEqualTo(rightResponse(received.get(3)));
    }

    @Test
    void aRefusalIsNotAnsweredUnlessTheNonceIsStale() {
        answering(number -> challenge("nonce=\"n" + number + "\", " + BOTH));
        assertThat(publisher.publishOpen("wrong password").status()).isEqualTo(401);
        assertThat(received).hasSize(2);
        answering(number -> number == 3
                ? challenge("nonce=\"fresh\", stale=TRUE, " + BOTH)
                : number == 4 ? AnswerRule.ok() : AnswerRule.status(500));
        assertThat(publisher.publishOpen("old nonce").status()).isEqualTo(200);
        assertThat(credentials(3).get("nonce")).isEqualTo("n1");
        assertThat(credentials(4).get("nonce")).isEqualTo("fresh");
        assertThat(credentials(4).get("nc")).isEqualTo("00000001");
    }

    @Test
    void aProxyAndTheServerAreBothAnswered() {
        answering(number -> switch (number) {
            case 1 -> AnswerRule.status(407).with("Proxy-Authenticate", "Digest realm=\"proxy\", nonce=\"p\", " + BOTH);
            case 2 -> challenge("nonce=\"n\", " + BOTH);
            default -> AnswerRule.ok();
        });
        assertThat(publisher.publishOpen("here").status()).isEqualTo(200);
        SipMessage last = received.get(2);
        assertThat(DigestParameters.parse(last.required("Proxy-Authorization")).get("realm"))
                .isEqualTo("proxy");
        assertThat(DigestParameters.parse(last.required("Authorization")).get("realm"))
                .isEqualTo("example.org");
    }

    @Test
    void nextnonceIsUsedAndAWrongProofOfTheServerFailsTheTest() {
        answering(number -> switch (number) {
            case 1 -> challenge("nonce=\"n1\", " + BOTH);
            case 2 -> AnswerRule.ok().with("Authentication-Info", "nextnonce=\"n2\"");
            default -> AnswerRule.ok().with("Authentication-Info", "qop=auth, rspauth=\"00\"");
        });
        publisher.publishOpen("here");
        assertThatThrownBy(() -> publisher.publishOpen("there")).hasStackTraceContaining("rspauth is wrong");
        assertThat(credentials(3).get("nonce")).isEqualTo("n2");
        assertThat(credentials(3).get("nc")).isEqualTo("00000001");
    }

    @Test
    void credentialsCanBeMadeWrongBeforeAndAfterTheyAreSigned() {
        answering(number -> number == 1 ? challenge("nonce=\"n\", opaque=\"o\\\"p\", " + BOTH) : AnswerRule.ok());
        publisher.publishOpen("right");
        alice.signing(each -> each.with("nc", "00000001").with("realm", "elsewhere"));
        publisher.publishOpen("signed");
        alice.signing(each -> each).forging(each -> each.without("opaque").with("nc", "0000000f"));
        publisher.publishOpen("forged");
        assertThat(credentials(2).get("opaque")).isEqualTo("o\"p");
        assertThat(credentials(3).get("realm")).isEqualTo("elsewhere");
        assertThat(credentials(3).get("nc")).isEqualTo("00000001");
        assertThat(credentials(3).get("response")).isEqualTo(rightResponse(received.get(2)));
        assertThat(credentials(4).values()).doesNotContainKey("opaque");
        assertThat(credentials(4).get("response")).isNotEqualTo(rightResponse(received.get(3)));
    }

    @Test
    void aMessageAndARegistrationAndASubscriptionCarryCredentials() {
        answering(number -> number == 1 ? challenge("nonce=\"n\", " + BOTH) : AnswerRule.ok());
        SipMessage message = SipMessage.request("MESSAGE", "sip:alice@example.org", "sip:bob@example.org");
        assertThat(alice.call(client, message, target()).status()).isEqualTo(200);
        new TestRegistrant(client, target(), "sip:alice@example.org")
                .authenticating(alice)
                .register();
        WatcherDialog dialog = new WatcherDialog(client, target(), "sip:alice@example.org", "sip:bob@example.org")
                .authenticating(alice)
                .callId("same-user");
        dialog.subscribe(60);
        List<String> counts = new ArrayList<>();
        for (int i = 2; i <= 4; i++) {
            counts.add(received.get(i - 1).method() + ' ' + credentials(i).get("nc"));
        }
        assertThat(counts).containsExactly("MESSAGE 00000001", "REGISTER 00000002", "SUBSCRIBE 00000003");
    }
}
