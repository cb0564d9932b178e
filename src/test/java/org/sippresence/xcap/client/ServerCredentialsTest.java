package org.sippresence.xcap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.xcap.client.MisbehavingServer.document;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICE;
import static org.sippresence.xcap.client.XcapClientFixtures.ALICES;
import static org.sippresence.xcap.client.XcapClientFixtures.BOB;
import static org.sippresence.xcap.client.XcapClientFixtures.NOON;
import static org.sippresence.xcap.client.XcapClientFixtures.allowing;
import static org.sippresence.xcap.client.XcapClientFixtures.decision;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.authentication.Challenge;
import org.sippresence.authorization.Authorization;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Credentials;
import org.sippresence.testkit.DigestAnswer;
import org.sippresence.testkit.MutableClock;
import org.sippresence.xcap.client.MisbehavingServer.Asked;

final class ServerCredentialsTest {

    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString("presence:h\u00e9slo".getBytes(StandardCharsets.UTF_8));

    @AutoClose
    private final MisbehavingServer server = new MisbehavingServer();

    /** Answers 401 with these challenges to all but what begins with the prefix. */
    private void wants(String prefix, String... challenges) {
        server.on(ALICES, exchange -> {
            String authorization = Optional.ofNullable(
                            exchange.getRequestHeaders().getFirst("Authorization"))
                    .orElse("");
            if (authorization.startsWith(prefix)) {
                document(allowing(BOB), "\"1\"").answer(exchange);
            } else {
                exchange.getResponseHeaders().put("WWW-Authenticate", List.of(challenges));
                exchange.sendResponseHeaders(401, -1);
            }
        });
    }

    private Authorization decisionAfterRefresh(String user, String password, int times) {
        XcapSettings settings = XcapClientFixtures.settings(server.root(), user, password);
        try (RemoteRules rules = new RemoteRules(settings, new MemoryUserAttributes(1), 10, new MutableClock(NOON))) {
            for (int i = 0; i < times; i++) {
                assertThat(rules.refresh(ALICE)).succeedsWithin(Duration.ofSeconds(10));
            }
            return decision(rules.current(ALICE), BOB);
        }
    }

    @Test
    void basicIsToldWhenAskedForAndFromThenOn() {
        wants(BASIC, "Basic realm=\"xcap\", charset=\"UTF-8\"");
        assertThat(decisionAfterRefresh("presence", "h\u00e9slo", 2)).isEqualTo(Authorization.ALLOW);
        assertThat(server.asked())
                .extracting(Asked::authorization)
                .containsExactly(Optional.empty(), Optional.of(BASIC), Optional.of(BASIC));
    }

    @ParameterizedTest
    @CsvSource({"MD5", "SHA-256"})
    void digestIsPreferredToBasic(String algorithm) {
        wants(
                "Digest ",
                "Basic realm=\"xcap\"",
                "Digest realm=\"xcap\", nonce=\"n\", qop=\"auth,auth-int\", algorithm=" + algorithm + ", opaque=\"o\"");
        assertThat(decisionAfterRefresh("presence", "heslo", 2)).isEqualTo(Authorization.ALLOW);
        assertThat(server.asked()).hasSize(3);
        String told = server.asked().get(2).authorization().orElseThrow();
        assertThat(told).contains("nc=00000002", "algorithm=" + algorithm, "opaque=\"o\"");
        assertThat(Challenge.in(List.of(told)).get(0).parameter("response")).isEqualTo(response(told, algorithm));
    }

    private static String response(String authorization, String algorithm) {
        Challenge sent = Challenge.in(List.of(authorization)).get(0);
        String challenge = "Digest realm=\"xcap\", nonce=\"n\", algorithm=" + algorithm;
        String expected = new DigestAnswer(challenge, "presence", "heslo", sent.parameter("cnonce"))
                .header("GET", "/root/" + ALICES, 2);
        return Challenge.in(List.of(expected)).get(0).parameter("response");
    }

    /** The challenge of RFC 7616 section 3.9.1. */
    @Test
    void nothingIsToldBeforeTheChallengeAndTheRightThingAfterIt() {
        ServerCredentials credentials =
                new ServerCredentials(Optional.of(new Credentials(Optional.of("Mufasa"), "Circle of Life")));
        assertThat(credentials.authorization(URI.create("http://www.example.org/dir/index.html")))
                .isEmpty();
        boolean again = credentials.learn(
                Optional.empty(),
                List.of("Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256,"
                        + " nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
                        + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""));
        assertThat(again).isTrue();
        assertThat(credentials.authorization(URI.create("http://www.example.org/dir/index.html")))
                .get()
                .asString()
                .startsWith(
                        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"7ypf/xlj9XXwfDPEoM4URr")
                .contains("uri=\"/dir/index.html\"", "nc=00000001", "qop=auth");
    }

    @Test
    void aStaleNonceIsReplaced() {
        wants(
                "Digest username=\"presence\", realm=\"xcap\", nonce=\"2\"",
                "Digest realm=\"xcap\", nonce=\"2\", qop=auth," + " stale=true");
        ServerCredentials credentials =
                new ServerCredentials(Optional.of(new Credentials(Optional.of("presence"), "heslo")));
        Optional<String> told = Optional.of("Digest username=\"presence\"");
        assertThat(credentials.learn(told, List.of("Digest realm=\"a\", nonce=\"2\", qop=auth, stale=true")))
                .isTrue();
        assertThat(credentials.learn(told, List.of("Digest realm=\"a\", nonce=\"3\", qop=auth")))
                .isFalse();
        assertThat(decisionAfterRefresh("presence", "heslo", 1)).isEqualTo(Authorization.ALLOW);
    }

    @Test
    void wrongCredentialsAreToldOnceForARequest() {
        wants("nothing", "Basic realm=\"xcap\"");
        assertThat(decisionAfterRefresh("presence", "wrong", 1)).isEqualTo(Authorization.CONFIRM);
        assertThat(server.asked()).hasSize(2);
    }

    @Test
    void aTokenIsToldAtOnce() {
        wants("Bearer 0123456789abcdef", "Bearer");
        assertThat(decisionAfterRefresh("", "0123456789abcdef", 1)).isEqualTo(Authorization.ALLOW);
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void nothingIsToldToAServerThatAsksForWhatIsNotKnown() {
        wants("nothing", "Negotiate", "Digest realm=\"a\", nonce=\"n\", qop=auth, algorithm=SHA-512-256");
        assertThat(decisionAfterRefresh("presence", "heslo", 1)).isEqualTo(Authorization.CONFIRM);
        assertThat(server.asked()).extracting(Asked::authorization).containsExactly(Optional.empty());
    }
}
