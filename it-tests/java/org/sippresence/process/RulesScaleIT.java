package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.SERVICES;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.everybody;
import static org.sippresence.sipclient.RulesText.identity;
import static org.sippresence.sipclient.RulesText.rule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** Ten thousand watchers of one presentity: after a change of rules exactly the watchers whose view changes are notified. */
class RulesScaleIT {

    private static final String PRESENTITY = "sip:alice@example.org";
    private static final int WATCHERS = 10_000;
    private static final int CONCERNED = 10;
    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofSeconds(3);
    private static final System.Logger LOG = System.getLogger(RulesScaleIT.class.getName());

    @TempDir
    private Path data;

    @Test
    void ofTenThousandWatchersOnlyThoseWhoseViewChangesAreTold() {
        Map<String, String> settings = Map.of("auth", "xcap", "domains", "example.org");
        try (ServerProcess server = ServerProcess.started(data, settings);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            XcapUser alice = XcapUser.subscribed(server.admin(), PRESENTITY);
            String all = rule("all", everybody(), "allow", SERVICES);
            alice.rules(document(all));
            String state = TestPidf.person(PRESENTITY, "open", "<r:mood><r:happy/></r:mood>");
            assertThat(crowd.publisher(PRESENTITY).publish(state, 3600).status())
                    .isEqualTo(200);
            subscribe(crowd);

            String[] ten = IntStream.range(0, CONCERNED)
                    .mapToObj(i -> "sip:w" + i + "@example.org")
                    .toArray(String[]::new);
            List<WatcherDialog> concerned = crowd.watchers().subList(0, CONCERNED);
            long begin = System.nanoTime();
            alice.rules(document(all, rule("ten", identity(ten), "allow", EVERYTHING)));
            long answered = System.nanoTime();
            concerned.forEach(
                    watcher -> assertThat(watcher.next(PATIENCE).text()).contains("happy"));
            long told = System.nanoTime();
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} watchers, {1} of them see more: the PUT took {2} ms, the last NOTIFY came {3} ms after its 200",
                    WATCHERS,
                    CONCERNED,
                    (answered - begin) / 1_000_000,
                    (told - answered) / 1_000_000);

            Waiting.during(SILENCE);
            assertThat(crowd.watchers().subList(CONCERNED, WATCHERS))
                    .allMatch(watcher -> watcher.history().size() == 1);
            assertThat(concerned).allMatch(watcher -> watcher.history().size() == 2);
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    /** Subscribes all watchers, a hundred at a time, and waits for the first NOTIFY of each. */
    private static void subscribe(Crowd crowd) {
        List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
        for (int i = 0; i < WATCHERS; i++) {
            answers.add(crowd.watcher(PRESENTITY).subscribeLater(3600));
            if (i >= AT_ONCE) {
                SipEndpoint.await(answers.get(i - AT_ONCE));
            }
        }
        assertThat(Crowd.answers(answers)).allMatch(response -> response.status() == 200);
        for (WatcherDialog watcher : crowd.watchers()) {
            assertThat(watcher.next(PATIENCE).text()).contains("open").doesNotContain("happy");
        }
    }
}
