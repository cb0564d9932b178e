package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The effects of a watcher's responses to NOTIFY (RFC 6665 section 4.2.2); slow watchers receive the newest state. */
class NotifyIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @OverUdpAndTcp
    void everyWatcherGetsEachChange(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog[] watchers = new WatcherDialog[5];
        for (int i = 0; i < watchers.length; i++) {
            watchers[i] = scene.subscribed(alice);
        }
        TestPublisher publisher = scene.publisher(alice);
        for (int change = 0; change < 5; change++) {
            publisher.publishOpen("change " + change);
            for (WatcherDialog watcher : watchers) {
                assertThat(watcher.next().text()).contains("change " + change);
            }
        }
    }

    @OverUdpAndTcp
    void changesCollapseWhileANotifyIsUnanswered(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        watcher.answering(AnswerRule.ok().after(Duration.ofSeconds(1)));
        TestPublisher publisher = scene.publisher(alice);
        for (int change = 0; change < 10; change++) {
            publisher.publishOpen("change " + change);
        }
        watcher.awaitLast("change 9", Duration.ofSeconds(10));
        assertThat(watcher.history()).hasSizeLessThanOrEqualTo(4);
    }

    @OverUdpAndTcp
    void failureWithRetryAfterIsTriedAgainWithTheNewestState(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        watcher.answering(AnswerRule.unavailable(1));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("refused words");
        Notification refused = watcher.next();
        long since = System.nanoTime();
        watcher.answering(AnswerRule.ok());
        publisher.publishOpen("newest words");
        Notification again = watcher.next();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(700));
        assertThat(again.text()).contains("newest words");
        assertThat(again.message().cseq()).isGreaterThan(refused.message().cseq());
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 404, 405, 410, 416, 480, 482, 483, 484, 485, 489, 501, 604})
    void refusedNotifyEndsTheSubscription(int status, Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog witness = scene.subscribed(alice);
        WatcherDialog watcher = scene.subscribed(alice);
        watcher.answering(AnswerRule.status(status));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("one");
        watcher.next();
        witness.next();
        publisher.publishOpen("two");
        witness.next();
        assertThat(watcher.poll(Duration.ofMillis(200))).isEmpty();
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 403, 486, 488, 603})
    void refusalThatRfc6665DoesNotListKeepsTheSubscription(int status, Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        watcher.answering(AnswerRule.status(status));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("one");
        assertThat(watcher.next().text()).contains("one");
        watcher.answering(AnswerRule.ok());
        publisher.publishOpen("two");
        assertThat(watcher.next().text()).contains("two");
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
    }

    @Test
    void failuresAreCountedByReason(Scene scene) {
        String line = "presence_notify_failures_total{outcome=\"ended\",reason=\"489\"}";
        double before = admin().metric(line);
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice).answering(AnswerRule.status(489));
        scene.publish(alice, "one");
        watcher.next();
        await().atMost(Duration.ofSeconds(5)).until(() -> admin().metric(line) == before + 1);
    }

    @OverUdpAndTcp
    void refusedFirstNotifyEndsTheSubscription(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice")).answering(AnswerRule.status(481));
        watcher.subscribe(300);
        watcher.next();
        await().atMost(Duration.ofSeconds(5)).until(() -> watcher.subscribe(300).status() == 481);
    }

    @OverUdpAndTcp
    void notifyWithoutAnswerIsRetransmittedOverUdpOnly(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        watcher.answering(AnswerRule.never());
        scene.publish(alice, "x");
        watcher.next();
        if (scene.transport() == Transport.UDP) {
            await().atMost(Duration.ofSeconds(4)).until(() -> scene.endpoint().retransmissionsSeen() >= 2);
        } else {
            assertThat(watcher.poll(Duration.ofSeconds(2))).isEmpty();
            assertThat(scene.endpoint().retransmissionsSeen()).isZero();
        }
    }
}
