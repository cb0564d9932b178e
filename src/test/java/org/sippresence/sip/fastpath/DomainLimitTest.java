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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.RequestInterceptor.Incoming;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.PerDomain;
import org.sippresence.model.RandomIdentifiers;

final class DomainLimitTest {

    private static final int MOST = DomainRates.BURST_SECONDS;
    private static final String ALICE = "sip:alice@one.example";

    private final PerDomain<Integer> perSecond = new PerDomain<>(0, Map.of("one.example", 1, "[2001:db8::1]", 1));
    private final Bounds bounds = new Bounds(Map.of(Bound.REQUESTS_PER_DOMAIN, perSecond));
    private final DomainLimit limit = new DomainLimit(perSecond, bounds, new RandomIdentifiers(""));
    private final List<String> answers = new ArrayList<>();

    private boolean isTaken(String method, String uri, String to) throws Exception {
        String message = method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:bob@two.example>;tag=theirs\r\nTo: " + to + "\r\n"
                + "Call-ID: a@b\r\nCSeq: 7 " + method + "\r\nContent-Length: 0\r\n\r\n";
        SIPRequest request = (SIPRequest) new MessageFactoryImpl().createRequest(message);
        request.setPeerPacketSourceAddress(InetAddress.getLoopbackAddress());
        request.setPeerPacketSourcePort(5070);
        return limit.intercept(
                new Incoming(request, "udp", bytes -> answers.add(new String(bytes, StandardCharsets.UTF_8))));
    }

    private void exhaust() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(isTaken("PUBLISH", ALICE, '<' + ALICE + '>')).isFalse();
        }
    }

    @Test
    void whatExceedsTheRateOfADomainIs503WithRetryAfterAndCounted() throws Exception {
        exhaust();
        assertThat(isTaken("PUBLISH", ALICE, '<' + ALICE + '>')).isTrue();
        assertThat(answers)
                .singleElement()
                .asString()
                .startsWith("SIP/2.0 503 ")
                .contains("\r\nRetry-After: 1\r\n");
        assertThat(bounds.refusedByDomain(Bound.REQUESTS_PER_DOMAIN)).containsEntry("one.example", 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "SUBSCRIBE, sip:bob@one.example, <sip:bob@one.example>",
        "SUBSCRIBE, sips:bob@ONE.Example:5061;transport=tcp, <sip:x@two.example>",
        "MESSAGE, pres:bob@one.example, <sip:x@two.example>",
        "PUBLISH, sip:alice@one.example., <sip:x@two.example>",
        "REGISTER, sip:two.example, <sip:alice@one.example>",
        "SUBSCRIBE, sip:192.0.2.1:5060, <sip:alice@one.example>;tag=ours"
    })
    void aRequestCountsForTheDomainOfTheAddressedUser(String method, String uri, String to) throws Exception {
        exhaust();
        assertThat(isTaken(method, uri, to)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "PUBLISH, sip:alice@two.example, <sip:alice@one.example>",
        "REGISTER, sip:one.example, <sip:alice@two.example>",
        "SUBSCRIBE, sip:one.example, <sip:alice@two.example>;tag=ours",
        "MESSAGE, tel:+15551234, <sip:alice@one.example>"
    })
    void otherDomainsAreNotAffected(String method, String uri, String to) throws Exception {
        exhaust();
        for (int i = 0; i < 3 * MOST; i++) {
            assertThat(isTaken(method, uri, to)).isFalse();
        }
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "NOTIFY", "ACK", "CANCEL"})
    void otherMethodsAreNotCounted(String method) throws Exception {
        exhaust();
        assertThat(isTaken(method, ALICE, '<' + ALICE + '>')).isFalse();
    }

    @Test
    void anAddressIsOneDomainInEveryForm() throws Exception {
        for (int i = 0; i < MOST; i++) {
            assertThat(isTaken("PUBLISH", "sip:a@[2001:db8::1]", "<sip:a@[2001:db8::1]>"))
                    .isFalse();
        }
        assertThat(isTaken("PUBLISH", "sip:a@[2001:DB8:0:0::1]", "<sip:a@[2001:db8::1]>"))
                .isTrue();
    }

    @Test
    void noRateIsNoLimit() {
        assertThat(DomainLimit.isUsed(PerDomain.same(0))).isFalse();
        assertThat(DomainLimit.isUsed(new PerDomain<>(0, Map.of("one.example", 0))))
                .isFalse();
        assertThat(DomainLimit.isUsed(perSecond)).isTrue();
        assertThat(DomainLimit.isUsed(PerDomain.same(1))).isTrue();
    }
}
