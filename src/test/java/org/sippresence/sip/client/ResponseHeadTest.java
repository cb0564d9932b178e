package org.sippresence.sip.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ResponseHeadTest {

    private static final String VIA = "Via: SIP/2.0/UDP 192.0.2.9:5060;branch=z9hG4bKpd00000000000000ff;rport=5060\r\n";

    private static Optional<ResponseHead> read(String text) {
        byte[] data = ("xx" + text + "yy").getBytes(StandardCharsets.UTF_8);
        return ResponseHead.read(data, 2, data.length - 4);
    }

    @Test
    void statusAndTransactionAreRead() {
        assertThat(read("SIP/2.0 200 OK\r\n" + VIA + "Content-Length: 0\r\n\r\n"))
                .contains(new ResponseHead(255, 200, -1));
        assertThat(read("SIP/2.0 100 Trying\r\nv: SIP/2.0/UDP h;branch=z9hG4bKpdffffffffffffffff\r\n\r\n"))
                .contains(new ResponseHead(-1, 100, -1));
    }

    @Test
    void retryAfterIsReadOfAFailureWhereverItStands() {
        assertThat(read("SIP/2.0 503 Busy\r\n" + VIA + "retry-AFTER :  17 (soon);duration=3\r\n\r\n"))
                .contains(new ResponseHead(255, 503, 17));
        assertThat(read("SIP/2.0 480 Gone\r\n" + VIA + "Retry-After: soon\r\n\r\n"))
                .contains(new ResponseHead(255, 480, -1));
        assertThat(read("SIP/2.0 503 Busy\r\n" + VIA + "Retry-After: 99999999999999\r\n\r\n"))
                .contains(new ResponseHead(255, 503, Integer.MAX_VALUE));
        assertThat(read("SIP/2.0 200 OK\r\n" + VIA + "Retry-After: 17\r\n\r\n"))
                .contains(new ResponseHead(255, 200, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n\r\n",
                "SIP/2.0 ",
                "SIP/2.0 200 OK\r\n\r\n",
                "SIP/2.0 999 What\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpd00000000000000ff\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpn00000000000000ff\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpd00000000000000f",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpd0000000000000 ff\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP p;branch=z9hG4bKx\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpd00000000000000ff",
                "NOTIFY sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKpd00000000000000ff\r\n\r\n",
            })
    void everythingElseIsForTheStack(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void nothingThatArrivesMakesItThrow() {
        long seed = 42;
        Random random = new Random(seed);
        byte[] valid = ("SIP/2.0 503 Busy\r\n" + VIA + "Retry-After: 17\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20_000; i++) {
            byte[] data = valid.clone();
            for (int j = random.nextInt(6); j > 0; j--) {
                data[random.nextInt(data.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextInt(data.length + 1);
            assertThat(ResponseHead.read(data, data.length - length, length))
                    .as("seed %d, round %d", seed, i)
                    .isNotNull();
        }
    }
}
