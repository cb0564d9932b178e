package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Concurrent modifications of one presentity with fifty watchers. */
class RaceIT {

    private static final int PAIRS = 1000;
    private static final int WATCHERS = 50;
    private static final Duration SETTLED = Duration.ofSeconds(15);

    @TempDir
    private static Path data;

    private static ServerProcess server;

    @BeforeAll
    static void start() {
        server = ServerProcess.started(data, Map.of("auth", "none"));
    }

    @AfterAll
    static void stop() {
        server.close();
        server.assertNoLaneFailed();
    }

    private static List<WatcherDialog> subscribe(Crowd crowd, String presentity) {
        List<WatcherDialog> watchers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(crowd.subscribed(presentity));
        }
        return watchers;
    }

    /** Two clients use the same entity-tag: by RFC 3903 section 8 exactly one succeeds. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void ofTwoModificationsWithOneEntityTagExactlyOneWins(Transport transport) {
        try (Crowd crowd = new Crowd(server, transport)) {
            String presentity = "sip:one-tag-" + transport + "@example.org";
            List<WatcherDialog> watchers = subscribe(crowd, presentity);
            TestPublisher left = crowd.publisher(presentity);
            TestPublisher right = crowd.publisher(presentity);
            assertThat(left.publishOpen("start").status()).isEqualTo(200);
            String winner = "start";
            for (int pair = 0; pair < PAIRS; pair++) {
                right.entityTag(left.entityTag().orElseThrow());
                CompletableFuture<SipMessage> first = left.publishLater(TestPidf.open(presentity, "left " + pair));
                CompletableFuture<SipMessage> second = right.publishLater(TestPidf.open(presentity, "right " + pair));
                int[] statuses = {
                    SipEndpoint.await(first).status(), SipEndpoint.await(second).status()
                };
                assertThat(statuses).as("pair " + pair).containsExactlyInAnyOrder(200, 412);
                winner = (statuses[0] == 200 ? "left " : "right ") + pair;
                if (statuses[0] != 200) {
                    left.entityTag(right.entityTag().orElseThrow());
                }
            }
            Crowd.awaitLast(watchers, "<note>" + winner + "</note>", SETTLED);
            crowd.assertNoViolations();
        }
    }

    /** Two devices of one user: the composed state always contains both, each with its last acknowledged state. */
    @ParameterizedTest
    @EnumSource(Transport.class)
    void racingModificationsOfTwoPublicationsAllSucceedAndTheLastOfEachIsSeen(Transport transport) {
        try (Crowd crowd = new Crowd(server, transport)) {
            String presentity = "sip:two-tags-" + transport + "@example.org";
            List<WatcherDialog> watchers = subscribe(crowd, presentity);
            TestPublisher desk = crowd.publisher(presentity);
            TestPublisher mobile = crowd.publisher(presentity);
            for (int pair = 0; pair < PAIRS; pair++) {
                CompletableFuture<SipMessage> first = desk.publishLater(TestPidf.open(presentity, "desk " + pair));
                CompletableFuture<SipMessage> second = mobile.publishLater(TestPidf.open(presentity, "mobile " + pair));
                assertThat(SipEndpoint.await(first).status()).as("desk " + pair).isEqualTo(200);
                assertThat(SipEndpoint.await(second).status())
                        .as("mobile " + pair)
                        .isEqualTo(200);
            }
            Crowd.awaitLast(watchers, "<note>desk " + (PAIRS - 1) + "</note>", SETTLED);
            Crowd.awaitLast(watchers, "<note>mobile " + (PAIRS - 1) + "</note>", SETTLED);
            crowd.assertNoViolations();
            for (WatcherDialog watcher : watchers) {
                assertNeverBackwards(watcher, "desk ");
                assertNeverBackwards(watcher, "mobile ");
            }
        }
    }

    private static void assertNeverBackwards(WatcherDialog watcher, String device) {
        List<Integer> seen = watcher.history().stream()
                .filter(notification -> notification.text().contains(device))
                .map(notification -> {
                    String text = notification.text();
                    int from = text.indexOf(device) + device.length();
                    return Integer.valueOf(text.substring(from, text.indexOf('<', from)));
                })
                .toList();
        assertThat(seen).isSorted();
    }
}
