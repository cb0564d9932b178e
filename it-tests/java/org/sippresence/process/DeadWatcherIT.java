package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** One watcher that never answers and one that rejects NOTIFYs, among a hundred: the others are not affected. */
class DeadWatcherIT {

    private static final String PRESENTITY = "sip:alice@example.org";
    private static final int LIVING = 98;
    private static final int CHANGES = 20;
    private static final Duration TIMER_F = Duration.ofSeconds(32);
    private static final Duration WITHOUT_DELAY = Duration.ofSeconds(2);

    @TempDir
    private Path ending;

    @TempDir
    private Path keeping;

    /** Both servers wait for the same 32 seconds; one sends NOTIFYs by the fast path, the other one by the stack. */
    @Test
    void theOthersGetEachChangeAndTheTwoEndAsConfigured() {
        try (Scenario ends = new Scenario(ending, "1", "1");
                Scenario keeps = new Scenario(keeping, "0", "0")) {
            ends.begin();
            keeps.begin();
            Waiting.during(TIMER_F.plusSeconds(2));
            ends.deadOneIsGone();
            keeps.deadOneGetsTheNewestStateWhenItComesBack();
        }
    }

    /** A server with a hundred watchers of one presentity. */
    private static final class Scenario implements AutoCloseable {
        private final ServerProcess server;
        private final Crowd crowd;
        private final List<WatcherDialog> living = new ArrayList<>();
        private final WatcherDialog dead;
        private final WatcherDialog refusing;
        private final TestPublisher publisher;

        Scenario(Path data, String timeoutRemoves, String fastUdp) {
            server = ServerProcess.started(
                    data, Map.of("auth", "none", "timeout_rm_subs", timeoutRemoves, "fast_udp", fastUdp));
            crowd = new Crowd(server, Transport.UDP);
            for (int i = 0; i < LIVING; i++) {
                living.add(crowd.subscribed(PRESENTITY));
            }
            dead = crowd.subscribed(PRESENTITY).answering(AnswerRule.never());
            refusing = crowd.subscribed(PRESENTITY).answering(AnswerRule.status(481));
            publisher = crowd.publisher(PRESENTITY);
        }

        void begin() {
            publish(0);
            refusing.next();
            for (int change = 1; change <= CHANGES; change++) {
                publish(change);
            }
            assertThat(refusing.poll(Duration.ofMillis(200))).isEmpty();
            assertThat(refusing.subscribe(600).status()).isEqualTo(481);
            assertThat(dead.next().text()).contains("change 0");
            assertThat(dead.poll(Duration.ofMillis(200)))
                    .as("a second NOTIFY in flight")
                    .isEmpty();
        }

        void deadOneIsGone() {
            dead.answering(AnswerRule.ok());
            publish(CHANGES + 1);
            assertThat(dead.poll(Duration.ofMillis(500))).isEmpty();
            assertThat(dead.subscribe(600).status()).isEqualTo(481);
            crowd.assertNoViolations();
        }

        void deadOneGetsTheNewestStateWhenItComesBack() {
            dead.answering(AnswerRule.ok());
            publish(CHANGES + 1);
            Crowd.awaitLast(List.of(dead), "change " + (CHANGES + 1), Duration.ofSeconds(10));
            assertThat(dead.subscribe(600).status()).isEqualTo(200);
            crowd.assertNoViolations();
        }

        private void publish(int change) {
            assertThat(publisher
                            .publish(TestPidf.open(PRESENTITY, "change " + change), 600)
                            .status())
                    .isEqualTo(200);
            Crowd.awaitLast(living, "<note>change " + change + "</note>", WITHOUT_DELAY);
        }

        @Override
        public void close() {
            crowd.close();
            server.close();
        }
    }
}
