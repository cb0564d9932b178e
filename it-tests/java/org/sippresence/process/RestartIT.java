package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** A regular restart: subscriptions and publications continue. */
class RestartIT {

    private static final String PRESENTITY = "sip:alice@example.org";

    @TempDir
    private Path data;

    @ParameterizedTest
    @EnumSource(Transport.class)
    void dialogsGoOnAfterATermination(Transport transport) {
        try (ServerProcess server = ServerProcess.started(data, Map.of("auth", "none"));
                Crowd crowd = new Crowd(server, transport)) {
            List<WatcherDialog> watchers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                watchers.add(crowd.subscribed(PRESENTITY));
            }
            TestPublisher publisher = crowd.publisher(PRESENTITY);
            publisher.publishOpen("before");
            Crowd.awaitLast(watchers, "before", Duration.ofSeconds(5));

            assertThat(server.terminate()).isZero();
            watchers.forEach(WatcherDialog::skip);
            server.start();
            assertThat(resumed(server)).as(server.log()).isEqualTo(10);

            assertThat(publisher.publishOpen("after").status()).isEqualTo(200);
            for (WatcherDialog watcher : watchers) {
                Notification notification = watcher.next();
                assertThat(notification.state()).isEqualTo("active");
                assertThat(notification.text()).contains("after").doesNotContain("before");
                assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            }
            crowd.assertNoViolations();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void theAliasOfAnEdgeProxyIsStillTheNextHop() {
        try (ServerProcess server = ServerProcess.started(data, Map.of("auth", "none", "trusted_peers", "127.0.0.2"));
                Crowd crowd = new Crowd(server, Transport.UDP);
                SipEndpoint edge = SipEndpoint.open("127.0.0.2")) {
            String phone = "sip:bob@127.0.0.9:9";
            WatcherDialog watcher =
                    new WatcherDialog(edge, server.target(Transport.UDP), "sip:bob@example.org", PRESENTITY);
            watcher.contact('<' + phone + ";alias=127.0.0.2~" + edge.port() + "~1>");
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            watcher.next();
            server.awaitAcknowledged();
            server.kill9();
            server.start();
            crowd.publish(PRESENTITY, "after");
            Notification told = watcher.next();
            assertThat(told.text()).contains("after");
            assertThat(told.message().requestUri()).isEqualTo(phone);
            assertThat(watcher.violations()).isEmpty();
        }
    }

    @Test
    void whatExpiredMeanwhileIsGone() {
        try (ServerProcess server = ServerProcess.started(data, Map.of("auth", "none"));
                Crowd crowd = new Crowd(server, Transport.UDP)) {
            WatcherDialog gone = crowd.watcher(PRESENTITY);
            assertThat(gone.subscribe(1).status()).isEqualTo(200);
            WatcherDialog staying = crowd.subscribed(PRESENTITY);
            TestPublisher publisher = crowd.publisher(PRESENTITY);
            publisher.publish(TestPidf.open(PRESENTITY, "short words"), 1);
            Crowd.awaitLast(List.of(staying), "short words", Duration.ofSeconds(5));
            staying.skip();
            server.kill9();
            Waiting.during(Duration.ofMillis(1200));
            server.start();
            assertThat(publisher.refresh(600).status()).isEqualTo(412);
            assertThat(gone.subscribe(600).status()).isEqualTo(481);
            Notification told = staying.next();
            assertThat(told.state()).isEqualTo("active");
            assertThat(told.text()).as("told without asking").contains("<basic>closed</basic>");
            assertThat(staying.subscribe(600).status()).isEqualTo(200);
        }
    }

    /** The number in the line that reports the resumed subscriptions. */
    private static int resumed(ServerProcess server) {
        Pattern pattern = Pattern.compile("(\\d+) subscriptions?\\b.*resumed|resumed (\\d+) subscriptions?");
        return server.line(line -> pattern.matcher(line).find())
                .map(line -> {
                    Matcher matcher = pattern.matcher(line);
                    matcher.find();
                    return Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
                })
                .orElse(-1);
    }
}
