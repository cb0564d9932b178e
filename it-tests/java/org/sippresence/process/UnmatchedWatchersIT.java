package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.identity;
import static org.sippresence.sipclient.RulesText.rule;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** {@code unmatched_watchers}: how a watcher that matches no rule of the presentity's document is handled. */
class UnmatchedWatchersIT {

    private static final String ALICE = "sip:alice@example.org";
    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({
        "block, 403, terminated, rejected",
        "confirm, 200, pending, ''",
        "polite-block, 200, active, ''",
    })
    void isWhatTheOperatorSays(String handling, int status, String state, String reason) {
        Map<String, String> settings = Map.of("auth", "xcap", "unmatched_watchers", handling);
        try (ServerProcess server = ServerProcess.started(data, settings);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            crowd.publish(ALICE, "secret words");
            WatcherDialog early = crowd.watcher(ALICE);
            assertThat(early.subscribe(600).status()).isEqualTo(200);
            assertThat(early.next().state()).as("without a document").isEqualTo("pending");

            XcapUser alice = XcapUser.subscribed(server.admin(), ALICE);
            alice.rules(document(rule("friend", identity("sip:bob@example.org"), "allow", EVERYTHING)));
            if (handling.equals("confirm")) {
                assertThat(early.poll(Duration.ofMillis(500)))
                        .as("pending as before")
                        .isEmpty();
            } else {
                assertUnmatched(early.next(AT_ONCE), state, reason);
            }

            WatcherDialog late = crowd.watcher(ALICE);
            assertThat(late.subscribe(600).status()).isEqualTo(status);
            if (status == 200) {
                assertUnmatched(late.next(AT_ONCE), state, reason);
            }
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    private static void assertUnmatched(Notification notification, String state, String reason) {
        assertThat(notification.state()).isEqualTo(state);
        assertThat(notification.reason().orElse("")).isEqualTo(reason);
        assertThat(notification.text()).doesNotContain("secret words");
        if (state.equals("active")) {
            assertThat(notification.text()).contains("closed");
        } else {
            assertThat(notification.text()).isEmpty();
        }
    }
}
