package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Metrics;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The effects of a watcher's responses to NOTIFY (RFC 6665 section 4.2.2); slow watchers receive the newest state. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class NotifyIT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void everyWatcherGetsEachChange(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog[] watchers = new WatcherDialog[5];
            for (int i = 0; i < watchers.length; i++) {
                watchers[i] = scene.subscribed(alice);
            }
            TestPublisher publisher = scene.publisher(alice);
            for (int change = 0; change < 5; change++) {
                publisher.publish(TestPidf.open(alice, "change " + change), 300);
                for (WatcherDialog watcher : watchers) {
                    assertThat(watcher.next().text()).contains("change " + change);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void changesCollapseWhileANotifyIsUnanswered(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            watcher.answering(AnswerRule.ok().after(Duration.ofSeconds(1)));
            TestPublisher publisher = scene.publisher(alice);
            for (int change = 0; change < 10; change++) {
                publisher.publish(TestPidf.open(alice, "change " + change), 300);
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> watcher.last().orElseThrow().text().contains("change 9"));
            assertThat(watcher.history()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void failureWithRetryAfterIsTriedAgainWithTheNewestState(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            watcher.answering(AnswerRule.unavailable(1));
            TestPublisher publisher = scene.publisher(alice);
            publisher.publish(TestPidf.open(alice, "refused words"), 300);
            Notification refused = watcher.next();
            long since = System.nanoTime();
            watcher.answering(AnswerRule.ok());
            publisher.publish(TestPidf.open(alice, "newest words"), 300);
            Notification again = watcher.next();
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(700));
            assertThat(again.text()).contains("newest words");
            assertThat(again.message().cseq()).isGreaterThan(refused.message().cseq());
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 404, 405, 410, 416, 480, 482, 483, 484, 485, 489, 501, 604})
    void refusedNotifyEndsTheSubscription(int status) {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            WatcherDialog witness = scene.subscribed(alice);
            WatcherDialog watcher = scene.subscribed(alice);
            watcher.answering(AnswerRule.status(status));
            TestPublisher publisher = scene.publisher(alice);
            publisher.publish(TestPidf.open(alice, "one"), 300);
            watcher.next();
            witness.next();
            publisher.publish(TestPidf.open(alice, "two"), 300);
            witness.next();
            assertThat(watcher.poll(Duration.ofMillis(200))).isEmpty();
            assertThat(watcher.subscribe(300).status()).isEqualTo(481);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 486, 488, 603})
    void refusalThatRfc6665DoesNotListKeepsTheSubscription(int status) {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            watcher.answering(AnswerRule.status(status));
            TestPublisher publisher = scene.publisher(alice);
            publisher.publish(TestPidf.open(alice, "one"), 300);
            assertThat(watcher.next().text()).contains("one");
            watcher.answering(AnswerRule.ok());
            publisher.publish(TestPidf.open(alice, "two"), 300);
            assertThat(watcher.next().text()).contains("two");
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        }
    }

    @Test
    void failuresAreCountedByReason() {
        String line = "presence_notify_failures_total{outcome=\"ended\",reason=\"489\"}";
        double before = Metrics.read(Servers.address(server), Servers.ADMIN_TOKEN, line);
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice).answering(AnswerRule.status(489));
            scene.publisher(alice).publish(TestPidf.open(alice, "one"), 300);
            watcher.next();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> Metrics.read(Servers.address(server), Servers.ADMIN_TOKEN, line) == before + 1);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void refusedFirstNotifyEndsTheSubscription(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice")).answering(AnswerRule.status(481));
            watcher.subscribe(300);
            watcher.next();
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> watcher.subscribe(300).status() == 481);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void notifyWithoutAnswerIsRetransmittedOverUdpOnly(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            watcher.answering(AnswerRule.never());
            scene.publisher(alice).publish(TestPidf.open(alice, "x"), 300);
            watcher.next();
            if (transport == Transport.UDP) {
                await().atMost(Duration.ofSeconds(4))
                        .until(() -> scene.endpoint().retransmissionsSeen() >= 2);
            } else {
                assertThat(watcher.poll(Duration.ofSeconds(2))).isEmpty();
                assertThat(scene.endpoint().retransmissionsSeen()).isZero();
            }
        }
    }
}
