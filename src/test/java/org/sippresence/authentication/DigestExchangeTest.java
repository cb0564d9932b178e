package org.sippresence.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.authentication.DigestClient.NextHop;
import org.sippresence.authentication.DigestExchange.Field;
import org.sippresence.model.Hashes;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.OutboundCredentials;
import org.sippresence.settings.OutboundCredentials.Scope;
import org.sippresence.testkit.DigestAnswer;

/** The client's side of Digest. */
final class DigestExchangeTest {

    private static final NextHop EDGE = new NextHop("edge.example.org", 5060);
    private static final String URI = "sip:bob@192.0.2.7:5070;ob";
    private static final byte[] BODY = "<presence/>".getBytes(StandardCharsets.UTF_8);
    private static final String WWW = "WWW-Authenticate";
    private static final String PROXY = "Proxy-Authenticate";

    private final DigestClient client = new DigestClient(List.of(
            credentials("example.org", "SUBSCRIBE", "NOTIFY"), credentials("end.example.org", "SUBSCRIBE", "NOTIFY")));

    private static OutboundCredentials credentials(String realm, String... methods) {
        String a1 = "presence:" + realm + ":secret";
        return new OutboundCredentials(
                realm,
                "presence",
                Map.of(Algorithm.MD5, Hashes.hash("MD5", a1), Algorithm.SHA_256, Hashes.hash("SHA-256", a1)),
                new Scope(Set.of("edge.example.org", "192.0.2.1:5070"), Set.of(methods)));
    }

    private static String challenge(String nonce, String more) {
        return "Digest realm=\"example.org\", nonce=\"" + nonce + "\", qop=\"auth\"" + more;
    }

    private static String challenge(String nonce) {
        return challenge(nonce, ", algorithm=SHA-256");
    }

    /** Header fields by alternating names and values. */
    private static Function<String, List<String>> fields(String... namesAndValues) {
        return name -> {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                if (namesAndValues[i].equals(name)) {
                    values.add(namesAndValues[i + 1]);
                }
            }
            return values;
        };
    }

    private DigestExchange begin() {
        return client.begin(EDGE, "NOTIFY");
    }

    /** A request that was sent without credentials. */
    private DigestExchange tried() {
        DigestExchange exchange = begin();
        assertThat(authorize(exchange)).isEmpty();
        return exchange;
    }

    private static List<Field> authorize(DigestExchange exchange) {
        return exchange.authorize(URI, BODY);
    }

    private static String only(DigestExchange exchange) {
        List<Field> fields = authorize(exchange);
        assertThat(fields).hasSize(1);
        return fields.get(0).value();
    }

    private static String parameter(String authorization, String name) {
        return Challenge.in(List.of(authorization)).get(0).parameter(name);
    }

    /** A response of another program for the values that were sent. */
    private static String expected(String challenge, String sent) {
        String header = new DigestAnswer(challenge, "presence", "secret", parameter(sent, "cnonce"))
                .header("NOTIFY", URI, Integer.parseInt(parameter(sent, "nc"), 16));
        return parameter(header, "response");
    }

    @ParameterizedTest
    @CsvSource({"407, Proxy-Authenticate, Proxy-Authorization", "401, WWW-Authenticate, Authorization"})
    void aChallengeIsAnswered(int status, String challengeField, String field) {
        String challenge = challenge("n1", ", algorithm=SHA-256, opaque=\"o\\\"p\"");
        DigestExchange exchange = begin();
        assertThat(authorize(exchange)).isEmpty();
        assertThat(exchange.shouldRepeat(status, fields(challengeField, challenge)))
                .isTrue();
        List<Field> sent = authorize(exchange);
        assertThat(sent).extracting(Field::name).containsExactly(field);
        String value = sent.get(0).value();
        assertThat(value)
                .startsWith("Digest username=\"presence\", realm=\"example.org\", nonce=\"n1\", uri=\"" + URI + '"')
                .contains("algorithm=SHA-256", "opaque=\"o\\\"p\"", "qop=auth", "nc=00000001");
        assertThat(parameter(value, "response")).isEqualTo(expected(challenge, value));
        assertThat(exchange.shouldRepeat(200, fields())).isFalse();
        assertThat(client.counts()).containsEntry("answered", 1L).containsEntry("rejected", 0L);
    }

    @Test
    void laterRequestsNeedNoChallengeAndCountTheUses() {
        DigestExchange first = begin();
        first.shouldRepeat(407, fields(PROXY, challenge("n1")));
        assertThat(only(first)).contains("nonce=\"n1\"", "nc=00000001");
        first.shouldRepeat(200, fields());
        for (String count : List.of("00000002", "00000003")) {
            DigestExchange next = begin();
            String sent = only(next);
            assertThat(sent).contains("nonce=\"n1\"", "nc=" + count);
            assertThat(parameter(sent, "response")).isEqualTo(expected(challenge("n1"), sent));
        }
        assertThat(authorize(client.begin(new NextHop("192.0.2.1", 5070), "NOTIFY")))
                .as("another next hop")
                .isEmpty();
    }

    @Test
    void theStrongestSupportedAlgorithmIsTaken() {
        DigestExchange exchange = begin();
        exchange.shouldRepeat(
                407,
                fields(
                        PROXY,
                        challenge("a", ", algorithm=SHA-512-256"),
                        PROXY,
                        challenge("b", ", algorithm=md5"),
                        PROXY,
                        challenge("c", ", algorithm=SHA-256"),
                        PROXY,
                        challenge("d", ", algorithm=SHA-256")));
        assertThat(only(exchange)).contains("nonce=\"c\"", "algorithm=SHA-256");
    }

    /** A server may challenge with one nonce for some time, and count its uses. */
    @Test
    void aNonceThatIsRepeatedIsCountedOn() {
        DigestExchange first = begin();
        DigestExchange second = begin();
        authorize(first);
        authorize(second);
        first.shouldRepeat(407, fields(PROXY, challenge("n1")));
        second.shouldRepeat(407, fields(PROXY, challenge("n1")));
        assertThat(only(second)).contains("nonce=\"n1\"", "nc=00000001");
        assertThat(only(first)).contains("nonce=\"n1\"", "nc=00000002");
        first.shouldRepeat(407, fields(PROXY, challenge("n1", ", algorithm=SHA-256, stale=true")));
        assertThat(only(first)).contains("nonce=\"n1\"", "nc=00000003");
    }

    @Test
    void withoutAlgorithmAndQopTheFormOfRfc2069IsSent() {
        DigestExchange exchange = tried();
        exchange.shouldRepeat(401, fields(WWW, "Digest realm=\"example.org\", nonce=\"n1\""));
        String sent = only(exchange);
        assertThat(sent).contains("algorithm=MD5").doesNotContain("qop", "nc=", "cnonce");
        String a2 = Hashes.hash("MD5", "NOTIFY:" + URI);
        assertThat(parameter(sent, "response"))
                .isEqualTo(Hashes.hash("MD5", Hashes.hash("MD5", "presence:example.org:secret") + ":n1:" + a2));
    }

    @Test
    void theBodyIsProtectedIfOnlyThatIsOffered() {
        DigestExchange exchange = tried();
        String challenge = "Digest realm=\"example.org\", nonce=\"n1\", qop=\"auth-int\", algorithm=MD5";
        exchange.shouldRepeat(401, fields(WWW, challenge));
        String sent = only(exchange);
        String a2 = Hashes.hash("MD5", "NOTIFY:" + URI + ':' + Hashes.hash("MD5", "<presence/>"));
        assertThat(sent).contains("qop=auth-int");
        assertThat(parameter(sent, "response"))
                .isEqualTo(Hashes.hash(
                        "MD5",
                        Hashes.hash("MD5", "presence:example.org:secret") + ":n1:00000001:" + parameter(sent, "cnonce")
                                + ":auth-int:" + a2));
    }

    @Test
    void aSessionKeepsItsClientNonce() {
        DigestExchange exchange = tried();
        exchange.shouldRepeat(401, fields(WWW, challenge("n1", ", algorithm=MD5-sess")));
        String first = only(exchange);
        String second = only(begin());
        String cnonce = parameter(first, "cnonce");
        assertThat(parameter(second, "cnonce")).isEqualTo(cnonce);
        String ha1 = Hashes.hash("MD5", Hashes.hash("MD5", "presence:example.org:secret") + ":n1:" + cnonce);
        assertThat(second).contains("algorithm=MD5-sess");
        assertThat(parameter(second, "response"))
                .isEqualTo(Hashes.hash(
                        "MD5", ha1 + ":n1:00000002:" + cnonce + ":auth:" + Hashes.hash("MD5", "NOTIFY:" + URI)));
    }

    @Test
    void aProxyAndTheServerBehindItAreBothAnswered() {
        DigestExchange exchange = begin();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("p")))).isTrue();
        authorize(exchange);
        String end = "Digest realm=\"end.example.org\", nonce=\"e\", qop=\"auth\", algorithm=MD5";
        assertThat(exchange.shouldRepeat(401, fields(WWW, end))).isTrue();
        assertThat(authorize(exchange))
                .extracting(Field::name)
                .containsExactlyInAnyOrder("Proxy-Authorization", "Authorization");
        assertThat(exchange.shouldRepeat(200, fields())).isFalse();
        assertThat(authorize(begin())).hasSize(2);
        assertThat(client.begin(EDGE, "NOTIFY").authorize("sip:carol@192.0.2.8", BODY))
                .as("the nonce of another server's realm")
                .extracting(Field::name)
                .containsExactly("Proxy-Authorization");
    }

    @Test
    void theChallengesOfAForkAreAnsweredTogether() {
        DigestExchange exchange = begin();
        String other = "Digest realm=\"end.example.org\", nonce=\"e\", qop=\"auth\", algorithm=MD5";
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("p"), PROXY, other)))
                .isTrue();
        assertThat(authorize(exchange)).hasSize(2);
    }

    @Test
    void wrongCredentialsAreSentOnceForARequest() {
        DigestExchange exchange = begin();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("n1")))).isTrue();
        authorize(exchange);
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("n2")))).isFalse();
        assertThat(client.counts()).containsEntry("rejected", 1L).containsEntry("answered", 1L);
        assertThat(authorize(begin())).as("the rejected nonce").isEmpty();
    }

    @Test
    void aStaleNonceIsReplacedOnce() {
        DigestExchange first = begin();
        first.shouldRepeat(407, fields(PROXY, challenge("n1")));
        authorize(first);
        DigestExchange second = begin();
        assertThat(only(second)).contains("nonce=\"n1\"");
        assertThat(second.shouldRepeat(407, fields(PROXY, challenge("n2", ", stale=TRUE"))))
                .isTrue();
        assertThat(only(second)).contains("nonce=\"n2\"", "nc=00000001");
        assertThat(only(begin())).contains("nonce=\"n2\"", "nc=00000002");
    }

    /** A server that was started again does not know its nonce, and need not call it stale. */
    @Test
    void aNonceOfAnEarlierRequestMayBeRejectedWithoutBeingCalledStale() {
        DigestExchange first = begin();
        first.shouldRepeat(407, fields(PROXY, challenge("n1")));
        authorize(first);
        DigestExchange second = begin();
        authorize(second);
        assertThat(second.shouldRepeat(407, fields(PROXY, challenge("n2")))).isTrue();
        assertThat(only(second)).contains("nonce=\"n2\"");
    }

    @Test
    void endlessStaleNoncesEndInARefusal() {
        DigestExchange exchange = begin();
        int tries = 0;
        while (tries < 100 && exchange.shouldRepeat(407, fields(PROXY, challenge("n" + tries, ", stale=true")))) {
            authorize(exchange);
            tries++;
        }
        assertThat(tries).isEqualTo(2);
        assertThat(client.counts()).containsEntry("rejected", 1L);
    }

    /** The answers of concurrent requests must not replace each other's nonces, which would make all of them stale. */
    @Test
    void concurrentRequestsUseTheirOwnChallengesAndTheFirstOneIsKept() {
        DigestExchange one = begin();
        DigestExchange other = begin();
        authorize(one);
        authorize(other);
        one.shouldRepeat(407, fields(PROXY, challenge("n1")));
        other.shouldRepeat(407, fields(PROXY, challenge("n2")));
        assertThat(only(other)).contains("nonce=\"n2\"", "nc=00000001");
        assertThat(only(one)).contains("nonce=\"n1\"", "nc=00000001");
        assertThat(only(begin())).contains("nonce=\"n1\"", "nc=00000002");
    }

    @Test
    void theNextNonceOfASuccessIsUsed() {
        DigestExchange first = tried();
        first.shouldRepeat(401, fields(WWW, challenge("n1")));
        authorize(first);
        first.shouldRepeat(200, fields("Authentication-Info", "qop=auth, nextnonce=\"n2\", nc=00000001"));
        DigestExchange second = begin();
        String sent = only(second);
        assertThat(sent).contains("nonce=\"n2\"", "nc=00000001");
        assertThat(parameter(sent, "response")).isEqualTo(expected(challenge("n2"), sent));
        second.shouldRepeat(200, fields("Authentication-Info", "nextnonce=\"\u0007\""));
        assertThat(only(begin())).contains("nonce=\"n2\"", "nc=00000002");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Digest",
                "Basic realm=\"example.org\"",
                "Digest realm=\"EXAMPLE.ORG\", nonce=\"n\", qop=\"auth\"",
                "Digest realm=\"other.example.org\", nonce=\"n\", qop=\"auth\"",
                "Digest realm=\"example.org\", qop=\"auth\"",
                "Digest realm=\"example.org\", nonce=\"\", qop=\"auth\"",
                "Digest realm=\"example.org\", nonce=\"a\r\nX: y\", qop=\"auth\"",
                "Digest realm=\"example.org\", nonce=\"n\", opaque=\"\n\", qop=\"auth\"",
                "Digest realm=\"example.org\", nonce=\"n\", qop=\"auth-conf\"",
                "Digest realm=\"example.org\", nonce=\"n\", qop=\"auth\", algorithm=SHA-1",
                "Digest realm=\"example.org\", nonce=\"n\", algorithm=MD5-sess",
            })
    void noCredentialsAreSentForAnUnusableChallenge(String challenge) {
        DigestExchange exchange = begin();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge))).isFalse();
        assertThat(exchange.shouldRepeat(401, fields(WWW, challenge))).isFalse();
        assertThat(authorize(exchange)).isEmpty();
        assertThat(client.counts()).containsEntry("unanswered", 2L);
    }

    @Test
    void hugeChallengesAreNotRead() {
        DigestExchange exchange = begin();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("n".repeat(600)))))
                .isFalse();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("n", ", x=\"" + "y".repeat(5000) + '"'))))
                .isFalse();
        String[] many = new String[200];
        Arrays.fill(many, "Digest realm=\"example.org\", nonce=\"n\", qop=\"auth\", algorithm=SHA-1");
        for (int i = 0; i < many.length; i += 2) {
            many[i] = PROXY;
        }
        assertThat(exchange.shouldRepeat(407, fields(many))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"evil.example.com, 5060, NOTIFY", "192.0.2.1, 5060, NOTIFY", "edge.example.org, 5060, MESSAGE"})
    void credentialsAreSentOnlyToTheirHostsAndByTheirMethods(String host, int port, String method) {
        DigestExchange exchange = client.begin(new NextHop(host, port), method);
        assertThat(exchange.shouldRepeat(401, fields(WWW, challenge("n1")))).isFalse();
        assertThat(authorize(exchange)).isEmpty();
    }

    @Test
    void aRelayAnswersProxiesOnly() {
        DigestClient relay = new DigestClient(List.of(credentials("example.org", "MESSAGE")));
        DigestExchange exchange = relay.beginRelaying(EDGE, "MESSAGE");
        assertThat(exchange.shouldRepeat(401, fields(WWW, challenge("n1")))).isFalse();
        assertThat(exchange.shouldRepeat(407, fields(PROXY, challenge("n2")))).isTrue();
        assertThat(only(exchange)).contains("nonce=\"n2\"");
    }

    @Test
    void aRelayWithoutCredentialsDoesNotCountTheChallengesThatItPassesOn() {
        assertThat(client.beginRelaying(EDGE, "MESSAGE").shouldRepeat(407, fields(PROXY, challenge("n1"))))
                .isFalse();
        assertThat(client.counts()).containsEntry("unanswered", 0L);
    }

    @Test
    void onlyTheHashThatIsKnownIsUsed() {
        DigestClient modern = new DigestClient(List.of(new OutboundCredentials(
                "example.org",
                "presence",
                Map.of(Algorithm.SHA_256, "0".repeat(64)),
                new Scope(Set.of("edge.example.org"), Set.of("NOTIFY")))));
        DigestExchange exchange = modern.begin(EDGE, "NOTIFY");
        assertThat(exchange.shouldRepeat(401, fields(WWW, challenge("n1", ", algorithm=MD5"))))
                .isFalse();
        assertThat(exchange.shouldRepeat(401, fields(WWW, challenge("n1")))).isTrue();
    }

    @Test
    void nothingThatArrivesMakesItThrow() {
        long seed = 17;
        Random random = new Random(seed);
        byte[] valid =
                challenge("n1", ", algorithm=MD5, opaque=\"x\", stale=true").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = valid.clone();
            for (int j = random.nextInt(6); j > 0; j--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt(128);
            }
            String text = new String(data, 0, random.nextInt(data.length + 1), StandardCharsets.UTF_8);
            DigestExchange exchange = begin();
            exchange.shouldRepeat(random.nextBoolean() ? 401 : 407, fields(WWW, text, PROXY, text));
            assertThat(authorize(exchange))
                    .as("seed %d, round %d", seed, i)
                    .allSatisfy(field -> assertThat(field.value()).doesNotContain("\r", "\n"));
        }
    }
}
