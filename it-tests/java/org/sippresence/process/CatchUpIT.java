package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * {@code kill -9} during a burst of changes: after the start exactly the lagging watchers are notified, without another
 * PUBLISH.
 */
@ExtendWith(MariaDb.class)
class CatchUpIT {

    private static final int EACH = 10;

    @TempDir
    private Path data;

    @Test
    void whoLagsIsToldAfterAKillOnH2() {
        killInABurst(Map.of());
    }

    @Test
    void whoLagsIsToldAfterAKillOnMariaDb() {
        killInABurst(Map.of("db_url", MariaDb.url(), "db_user", MariaDb.user()));
    }

    private void killInABurst(Map<String, String> database) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("auth", "none");
        try (ServerProcess server = ServerProcess.started(data, settings);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            List<WatcherDialog> calm = watched(crowd, "calm");
            List<WatcherDialog> busy = watched(crowd, "busy");
            List<WatcherDialog> silent = watched(crowd, "silent");
            List<TestPublisher> publishers = new ArrayList<>();
            List.of(calm, busy, silent)
                    .forEach(all -> all.forEach(each -> publishers.add(crowd.publisher(each.presentity()))));
            publishers.forEach(each -> publish(each, "before"));
            List.of(calm, busy, silent).forEach(all -> Crowd.awaitLast(all, "before", Duration.ofSeconds(10)));
            server.awaitAcknowledged();

            silent.forEach(each -> each.answering(AnswerRule.never()));
            for (TestPublisher each : publishers.subList(EACH, 3 * EACH)) {
                publish(each, "in the burst");
                publish(each, "newest");
            }
            server.kill9();
            silent.forEach(each -> each.answering(AnswerRule.ok()));
            List.of(calm, busy, silent).forEach(all -> all.forEach(WatcherDialog::skip));
            server.start();

            List<WatcherDialog> burst = new ArrayList<>(busy);
            burst.addAll(silent);
            assertThat(burst).allSatisfy(each -> each.awaitLast("newest", Duration.ofSeconds(5)));
            assertThat(silent).allMatch(each -> each.poll(Duration.ofSeconds(5)).isPresent());
            assertThat(calm)
                    .as("nothing is new for them")
                    .allMatch(each -> each.poll(Duration.ofMillis(100)).isEmpty());
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    private static List<WatcherDialog> watched(Crowd crowd, String name) {
        List<WatcherDialog> watchers = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            watchers.add(crowd.subscribed("sip:" + name + i + "@example.org"));
        }
        return watchers;
    }

    private static void publish(TestPublisher publisher, String note) {
        assertThat(publisher.publishOpen(note).status()).isEqualTo(200);
    }
}
