package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.authentication.DigestClient;
import org.sippresence.authentication.DigestClient.NextHop;
import org.sippresence.authentication.DigestExchange;
import org.sippresence.settings.DigestSettings.Algorithm;
import org.sippresence.settings.OutboundCredentials;
import org.sippresence.settings.OutboundCredentials.Scope;
import org.sippresence.sip.message.Headers;

final class DigestFieldsTest {

    private static final String NAME = "Proxy-Authenticate";
    private static final NextHop EDGE = new NextHop("edge.example.org", 5060);

    private static List<String> values(String text) {
        byte[] data = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return DigestFields.values(data, 2, data.length - 4, NAME);
    }

    @Test
    void fieldsAreFoundWhateverTheirCaseAndFolding() {
        assertThat(values("SIP/2.0 407 No\r\nVia: x\r\nproxy-AUTHENTICATE :  Digest a=1,\r\n\t b=2 \r\n"
                        + "WWW-Authenticate: c\r\nProxy-Authenticate: d\n\r\nProxy-Authenticate: body"))
                .containsExactly("Digest a=1, b=2", "d");
        assertThat(values("SIP/2.0 407 No\r\nX: Proxy-Authenticate: a\r\nProxy-Authenticate-X: b\r\n\r\n"))
                .isEmpty();
        assertThat(values("SIP/2.0 407 No\r\n" + "Proxy-Authenticate: a\r\n".repeat(1000)))
                .hasSize(8);
        assertThat(values("Proxy-Authenticate:")).containsExactly("");
        assertThat(values("Proxy-Authenticate")).isEmpty();
        assertThat(values("")).isEmpty();
    }

    @Test
    void nothingThatArrivesMakesItThrow() {
        long seed = 7;
        Random random = new Random(seed);
        byte[] valid = "SIP/2.0 407 No\r\nProxy-Authenticate: Digest a\r\n b\r\nTo: c\r\n\r\nbody"
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = valid.clone();
            for (int j = random.nextInt(6); j > 0; j--) {
                data[random.nextInt(data.length)] = (byte) (random.nextBoolean() ? '\n' : random.nextInt(256));
            }
            int length = random.nextInt(data.length + 1);
            assertThat(DigestFields.values(data, data.length - length, length, NAME))
                    .as("seed %d, round %d", seed, i)
                    .hasSizeLessThan(9);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sip:Edge.example.org, edge.example.org, 5060",
        "sips:u@edge.example.org, edge.example.org, 5061",
        "sip:edge.example.org;transport=tls, edge.example.org, 5061",
        "sip:trusted.example.org;maddr=192.0.2.66, 192.0.2.66, 5060",
        "sip:[2001:db8::1]:5070, [2001:db8:0:0:0:0:0:1], 5070"
    })
    void theNextHopIsTheOneThatTheStackSendsTo(String uri, String host, int port) {
        assertThat(DigestFields.nextHop(Headers.uri(uri))).isEqualTo(new NextHop(host, port));
    }

    @Test
    void aDatagramsTargetIsWrittenTheSameWay() {
        assertThat(DigestFields.nextHop(new InetSocketAddress("2001:db8::1", 5070)))
                .isEqualTo(new NextHop("[2001:db8:0:0:0:0:0:1]", 5070));
        assertThat(DigestFields.nextHop(new InetSocketAddress("192.0.2.1", 5060)))
                .isEqualTo(new NextHop("192.0.2.1", 5060));
    }

    @Test
    void theStackSendsTheCredentialsAsTheyWereComputed() throws Exception {
        DigestClient digest = new DigestClient(List.of(new OutboundCredentials(
                "example.org",
                "pres\"ence",
                Map.of(Algorithm.SHA_256, "0".repeat(64)),
                new Scope(Set.of("edge.example.org"), Set.of("NOTIFY")))));
        DigestExchange exchange = digest.begin(EDGE, "NOTIFY");
        String challenge = "Digest realm=\"example.org\", nonce=\"a\\\\b=\", qop=\"auth\", algorithm=SHA-256";
        exchange.shouldRepeat(407, name -> name.equals(NAME) ? List.of(challenge) : List.of());
        NotifyMessage message = new NotifyMessage(
                Notifies.notify(
                        Notifies.dialog("call@example.org", "sip:bob@192.0.2.1;ob", "sip:192.0.2.9"),
                        "active",
                        "<presence/>"),
                exchange);
        String sent = message.build().toString();
        assertThat(sent.lines().filter(line -> line.startsWith("Proxy-Authorization: ")))
                .singleElement()
                .asString()
                .contains(
                        "username=\"pres\\\"ence\"",
                        "realm=\"example.org\"",
                        "nonce=\"a\\\\b=\"",
                        "uri=\"sip:bob@192.0.2.1;ob\"",
                        "algorithm=SHA-256",
                        "qop=auth",
                        "nc=00000001");
        assertThat(message.build().toString()).contains("nc=00000002");
    }
}
