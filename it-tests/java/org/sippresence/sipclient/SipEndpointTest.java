package org.sippresence.sipclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two endpoints exchange messages. */
class SipEndpointTest {

    private final BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();

    private SipMessage message(String toTag, String body) {
        return SipMessage.request("NOTIFY", "sip:b@x")
                .with("From", "<sip:a@x>;tag=1")
                .with("To", "<sip:b@x>;tag=" + toTag)
                .with("Call-ID", "c")
                .with("CSeq", "1 NOTIFY")
                .withBody("text/plain", body);
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void requestIsAnswered(Transport transport) {
        for (String host : List.of("127.0.0.1", "::1")) {
            try (SipEndpoint a = SipEndpoint.open(host);
                    SipEndpoint b = SipEndpoint.open(host)) {
                b.register("t", (request, order) -> AnswerRule.unavailable(7));
                SipMessage answer = a.call(message("t", "x".repeat(20_000)), TestTarget.of(transport, host, b.port()));
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.first("Retry-After")).contains("7");
                assertThat(a.call(message("unknown", ""), TestTarget.of(transport, host, b.port()))
                                .status())
                        .isEqualTo(481);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void manyRequestsAtOnceAreAllAnswered(Transport transport) {
        try (SipEndpoint a = SipEndpoint.open();
                SipEndpoint b = SipEndpoint.open()) {
            b.register("t", (request, order) -> AnswerRule.ok());
            TestTarget target = TestTarget.of(transport, "127.0.0.1", b.port());
            List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                answers.add(a.send(message("t", "y").withFirst("Via", a.via(transport)), target));
            }
            assertThat(answers)
                    .allSatisfy(answer ->
                            assertThat(SipEndpoint.await(answer).status()).isEqualTo(200));
        }
    }

    @Test
    void requestWithLateAnswerIsSentAgainOverUdpAndHandledOnce() {
        try (SipEndpoint a = SipEndpoint.open();
                SipEndpoint b = SipEndpoint.open()) {
            b.register("t", (request, order) -> {
                received.add(request);
                return AnswerRule.ok().after(Duration.ofMillis(1200));
            });
            TestTarget target = TestTarget.of(Transport.UDP, "127.0.0.1", b.port());
            assertThat(a.call(message("t", ""), target).status()).isEqualTo(200);
            assertThat(b.retransmissionsSeen()).isEqualTo(1);
            assertThat(received).hasSize(1);
        }
    }

    @Test
    void requestThatNobodyAnswersIsSentAgain() {
        try (SipEndpoint a = SipEndpoint.open();
                SipEndpoint b = SipEndpoint.open()) {
            b.register("t", (request, order) -> AnswerRule.never());
            CompletableFuture<SipMessage> answer = a.send(
                    message("t", "").withFirst("Via", a.via(Transport.UDP)),
                    TestTarget.of(Transport.UDP, "127.0.0.1", b.port()));
            await().atMost(Duration.ofSeconds(5)).until(() -> b.retransmissionsSeen() >= 2);
            assertThat(answer).isNotDone();
        }
    }
}
