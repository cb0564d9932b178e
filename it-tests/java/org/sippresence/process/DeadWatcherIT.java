package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Pidf;
import org.sippresence.sipclient.Publisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A watcher that never answers and one that refuses, among a hundred: the others do not notice. */
class DeadWatcherIT {

    private static final String PRESENTITY = "sip:alice@example.org";
    private static final int LIVING = 98;
    private static final Duration TIMER_F = Duration.ofSeconds(32);
    private static final Duration WITHOUT_DELAY = Duration.ofSeconds(2);

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({"UDP,1,481", "UDP,0,200"})
    void theOthersGetEachChangeAndTheTwoEndAsConfigured(Transport transport, String removes, int later) {
        try (ServerProcess server = ServerProcess.started(data, Map.of("auth", "none", "timeout_rm_subs", removes));
                Crowd crowd = new Crowd(server, transport)) {
            List<WatcherDialog> living = new ArrayList<>();
            for (int i = 0; i < LIVING; i++) {
                living.add(crowd.subscribed(PRESENTITY));
            }
            WatcherDialog dead = crowd.subscribed(PRESENTITY).answering(AnswerRule.never());
            WatcherDialog refusing = crowd.subscribed(PRESENTITY).answering(AnswerRule.status(481));
            Publisher publisher = crowd.publisher(PRESENTITY);
            publish(publisher, living, 0);
            refusing.next();
            long silentSince = System.nanoTime();
            for (int change = 1; change <= 20; change++) {
                publish(publisher, living, change);
            }
            assertThat(refusing.poll(Duration.ofMillis(200))).isEmpty();
            assertThat(refusing.subscribe(600).status()).isEqualTo(481);
            assertThat(dead.next().text()).contains("change 0");
            assertThat(dead.poll(Duration.ofMillis(200)))
                    .as("a second NOTIFY in flight")
                    .isEmpty();

            Waiting.until(silentSince + TIMER_F.plusSeconds(2).toNanos());
            publish(publisher, living, 21);
            dead.answering(AnswerRule.ok());
            if (later == 200) {
                Crowd.awaitLast(List.of(dead), "change 21", Duration.ofSeconds(10));
            } else {
                assertThat(dead.poll(Duration.ofMillis(500))).isEmpty();
            }
            assertThat(dead.subscribe(600).status()).isEqualTo(later);
            crowd.assertNoViolations();
        }
    }

    private static void publish(Publisher publisher, List<WatcherDialog> watchers, int change) {
        assertThat(publisher
                        .publish(Pidf.open(PRESENTITY, "change " + change), 600)
                        .status())
                .isEqualTo(200);
        Crowd.awaitLast(watchers, "<note>change " + change + "</note>", WITHOUT_DELAY);
    }
}
