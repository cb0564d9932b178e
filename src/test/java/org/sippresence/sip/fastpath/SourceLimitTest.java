package org.sippresence.sip.fastpath;

import static org.assertj.core.api.Assertions.assertThat;

import gov.nist.javax.sip.message.MessageFactoryImpl;
import gov.nist.javax.sip.message.SIPRequest;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sippresence.hook.RequestInterceptor.Incoming;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.settings.Settings;

final class SourceLimitTest {

    private static final int MOST = SourceRates.BURST_SECONDS;

    private final Bounds bounds = new Bounds(Map.of());
    private final SourceLimit limit = new SourceLimit(
            new SourceRates(1),
            Settings.of(Map.of("trusted_peers", "198.51.100.0/24")).trustedPeers(),
            bounds,
            new RandomIdentifiers(""));
    private final List<String> answers = new ArrayList<>();

    private boolean isTaken(String source, String method) throws Exception {
        String message =
                method + " sip:alice@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport\r\n"
                        + "Max-Forwards: 70\r\nFrom: <sip:alice@example.org>;tag=theirs\r\nTo: <sip:alice@example.org>\r\n"
                        + "Call-ID: a@b\r\nCSeq: 7 " + method + "\r\nContent-Length: 0\r\n\r\n";
        SIPRequest request = (SIPRequest) new MessageFactoryImpl().createRequest(message);
        request.setPeerPacketSourceAddress(InetAddress.getByName(source));
        request.setPeerPacketSourcePort(5070);
        return limit.intercept(
                new Incoming(request, "udp", bytes -> answers.add(new String(bytes, StandardCharsets.UTF_8))));
    }

    @Test
    void whatIsMoreThanASourceMaySendIs503WithRetryAfterAndCounted() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(isTaken("192.0.2.7", "OPTIONS")).isFalse();
        }
        assertThat(isTaken("192.0.2.7", "OPTIONS")).isTrue();
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0)).startsWith("SIP/2.0 503 ").contains("\r\nRetry-After: 10\r\n");
        assertThat(bounds.refused(Bound.REQUESTS_PER_SOURCE)).isEqualTo(1);
        assertThat(isTaken("192.0.2.8", "OPTIONS")).isFalse();
        assertThat(isTaken("192.0.2.7", "ACK")).isTrue();
        assertThat(answers).hasSize(1);
    }

    @Test
    void keepAlivesCountAsRequests() throws Exception {
        InetAddress source = InetAddress.getByName("192.0.2.7");
        for (int i = 0; i < MOST; i++) {
            assertThat(limit.admitsKeepAlive(source)).isTrue();
        }
        assertThat(limit.admitsKeepAlive(source)).isFalse();
        assertThat(bounds.refused(Bound.REQUESTS_PER_SOURCE)).isEqualTo(1);
        assertThat(isTaken("192.0.2.7", "OPTIONS")).isTrue();
        assertThat(limit.admitsKeepAlive(InetAddress.getByName("127.0.0.9"))).isTrue();
    }

    @Test
    void neitherTheLoopbackNorTrustedPeersAreLimited() throws Exception {
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(isTaken("127.0.0.9", "PUBLISH")).isFalse();
            assertThat(isTaken("::1", "PUBLISH")).isFalse();
            assertThat(isTaken("198.51.100.3", "PUBLISH")).isFalse();
        }
        assertThat(bounds.refused(Bound.REQUESTS_PER_SOURCE)).isZero();
    }
}
