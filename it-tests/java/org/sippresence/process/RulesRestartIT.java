package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.everybody;
import static org.sippresence.sipclient.RulesText.rule;
import static org.sippresence.sipclient.RulesText.validity;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** Validity intervals of rules begin and end on time, whether the server runs at that moment or not. */
class RulesRestartIT {

    private static final Map<String, String> SETTINGS = Map.of("auth", "xcap", "domains", "example.org");
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final Duration LATER = Duration.ofSeconds(15);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path data;

    @Test
    void whatOpenedOrClosedWhileTheServerWasDownIsMadeUpFor() {
        try (ServerProcess server = ServerProcess.started(data, SETTINGS);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            WatcherDialog staying = watched(server, crowd, "staying", validity(now().minus(LONG), now().plus(LONG)));
            WatcherDialog opening = watched(server, crowd, "opening", validity(now().plus(SOON), now().plus(LONG)));
            WatcherDialog closing = watched(server, crowd, "closing", validity(now().minus(LONG), now().plus(SOON)));
            assertThat(opening.history().get(0).state()).isEqualTo("pending");
            assertThat(closing.history().get(0).state()).isEqualTo("active");
            server.awaitAcknowledged();
            server.kill9();
            Waiting.during(SOON);
            server.start();
            assertOpened(opening.next(PATIENCE));
            assertClosed(closing.next(PATIENCE));
            assertThat(staying.poll(SOON).map(Notification::message)).isEmpty();
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void whatOpensOrClosesAfterARestartDoesSoOnTime() {
        try (ServerProcess server = ServerProcess.started(data, SETTINGS);
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            Instant begin = now();
            Instant change = begin.plus(LATER);
            WatcherDialog opening = watched(server, crowd, "opening", validity(change, begin.plus(LONG)));
            WatcherDialog closing = watched(server, crowd, "closing", validity(begin.minus(LONG), change));
            assertThat(server.terminate()).isZero();
            server.start();
            assertOpened(opening.next(LATER.plus(PATIENCE)));
            assertThat(now()).isAfterOrEqualTo(change);
            assertClosed(closing.next(PATIENCE));
            assertThat(opening.history()).hasSize(2);
            assertThat(closing.history()).hasSize(2);
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The watcher of a user that publishes, allows all watchers in this interval and confirms them otherwise. */
    private static WatcherDialog watched(ServerProcess server, Crowd crowd, String name, String window) {
        String presentity = "sip:" + name + "@example.org";
        XcapUser.subscribed(server.admin(), presentity)
                .rules(document(
                        rule("always", everybody(), "confirm"),
                        rule("window", everybody() + window, "allow", EVERYTHING)));
        assertThat(crowd.publish(presentity, "secret words").status()).isEqualTo(200);
        return crowd.subscribed(presentity);
    }

    private static void assertOpened(Notification notification) {
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.text()).contains("secret words");
    }

    private static void assertClosed(Notification notification) {
        assertThat(notification.state()).isEqualTo("pending");
        assertThat(notification.text()).isEmpty();
    }
}
