package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Link;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.RoughLink;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * The contract for NOTIFYs on every path: closing a {@link Scene} fails if one of its watchers received a NOTIFY twice
 * with different numbers, out of order, or in another dialog.
 */
interface NotifyWayContract extends WayContract {

    /** Time for six losses in a row. */
    Duration OVER_LOSS = Duration.ofSeconds(40);

    Duration WITHOUT_DELAY = Duration.ofSeconds(2);

    /** Publishers on a reliable path change two presentities, and watchers on an unreliable one see the last change. */
    private void everyWatcherEndsAtTheNewestState(RoughLink link, int watching, int changes) {
        try (Scene smooth = scene();
                Scene rough = scene(link, link)) {
            List<WatcherDialog> watchers = new ArrayList<>();
            List<TestPublisher> publishers = new ArrayList<>();
            List<CompletableFuture<SipMessage>> subscribed = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String user = smooth.user("u" + i);
                publishers.add(smooth.publisher(user));
                for (int k = 0; k < watching; k++) {
                    WatcherDialog watcher = rough.watcher(user);
                    watchers.add(watcher);
                    subscribed.add(watcher.subscribeLater(600));
                }
            }
            subscribed.forEach(
                    each -> assertThat(SipEndpoint.await(each).status()).isEqualTo(200));
            for (int change = 1; change <= changes; change++) {
                for (TestPublisher publisher : publishers) {
                    assertThat(publisher
                                    .publish(WayContract.open(publisher.presentity(), change), 600)
                                    .status())
                            .isEqualTo(200);
                }
            }
            watchers.forEach(each -> each.awaitLast("change " + changes + '.', OVER_LOSS));
            assertThat(link.disturbed()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "20, 4"})
    default void everyWatcherEndsAtTheNewestStateOverANetworkThatLoses(int percent, int watchers) {
        try (RoughLink link = RoughLink.losing(percent, percent)) {
            everyWatcherEndsAtTheNewestState(link, watchers, 10);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    default void everyWatcherEndsAtTheNewestStateOverANetworkThatShufflesAndRepeats(long seed) {
        try (RoughLink link = RoughLink.shuffling(seed)) {
            everyWatcherEndsAtTheNewestState(link, 10, 20);
        }
    }

    @Test
    default void answersThatComeTwiceCountOnce() {
        try (RoughLink twice = RoughLink.doubling();
                Scene scene = scene(twice, Link.GOOD)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            TestPublisher publisher = scene.publisher(alice);
            for (int change = 1; change <= 5; change++) {
                publisher.publish(WayContract.open(alice, change), 600);
                assertThat(watcher.next().text()).contains("change " + change + '.');
            }
            assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
        }
    }

    /** RFC 3261 section 17.1.2.2: the first final response ends the transaction; later responses are ignored. */
    @Test
    default void anotherFinalAnswerBehindTheFirstChangesNothing(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        SipMessage answered = watcher.next().message();
        publisher.publish(WayContract.open(alice, 2), 600);
        assertThat(watcher.next().text())
                .as("there is one under way at most, so the first answer has been taken")
                .contains("change 2.");
        scene.endpoint()
                .sendRaw(SipMessage.response(answered, 481, SipEndpoint.token()).bytes(), scene.target());
        publisher.publish(WayContract.open(alice, 3), 600);
        assertThat(watcher.next().text()).contains("change 3.");
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
    }

    @Test
    default void anAnswerThatComesLateEndsTheRetransmissionsAndCountsOnce(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher =
                scene.subscribed(alice).answering(AnswerRule.ok().after(Duration.ofMillis(800)));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        Notification first = watcher.next();
        publisher.publish(WayContract.open(alice, 2), 600);
        watcher.answering(AnswerRule.ok());
        Notification second = watcher.next();
        assertThat(second.text()).contains("change 2.");
        assertThat(second.message().cseq()).isEqualTo(first.message().cseq() + 1);
        int seen = scene.endpoint().retransmissionsSeen();
        assertThat(seen).isPositive();
        assertThat(watcher.poll(Duration.ofMillis(1200))).isEmpty();
        assertThat(scene.endpoint().retransmissionsSeen()).isEqualTo(seen);
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 489, 604})
    default void aRefusalEndsTheSubscription(int status, Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice).answering(AnswerRule.status(status));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        watcher.next();
        await().atMost(Duration.ofSeconds(5)).until(() -> watcher.subscribe(600).status() == 481);
        publisher.publish(WayContract.open(alice, 2), 600);
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
    }

    @Test
    default void whoIsBusyGetsTheNewestStateAfterTheTimeThatItNames(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice).answering(AnswerRule.unavailable(1));
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        watcher.next();
        long since = System.nanoTime();
        watcher.answering(AnswerRule.ok());
        publisher.publish(WayContract.open(alice, 2), 600);
        assertThat(watcher.next().text()).contains("change 2.");
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isGreaterThan(Duration.ofMillis(700));
    }

    @Test
    default void whoDoesNotAnswerIsAskedAgainAndGetsNothingNewMeanwhile(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice).answering(AnswerRule.never());
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        watcher.next();
        publisher.publish(WayContract.open(alice, 2), 600);
        await().atMost(Duration.ofSeconds(4)).until(() -> scene.endpoint().retransmissionsSeen() >= 2);
        assertThat(watcher.poll(Duration.ZERO)).isEmpty();
        watcher.answering(AnswerRule.ok());
        assertThat(watcher.next().text()).contains("change 2.");
    }

    /** If no socket listens, the system reports that to the sender, on the socket that is used for all other watchers. */
    @Test
    default void watchersWhoseMachineRefusesDatagramsDisturbNobody(Scene scene) {
        String alice = scene.user("alice");
        List<WatcherDialog> living = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            living.add(scene.subscribed(alice));
            assertThat(scene.watcher(alice)
                            .contact("<sip:refused@127.0.0.1:" + (1 + i) + '>')
                            .subscribe(600)
                            .status())
                    .isEqualTo(200);
        }
        TestPublisher publisher = scene.publisher(alice);
        for (int change = 1; change <= 10; change++) {
            assertThat(publisher.publish(WayContract.open(alice, change), 600).status())
                    .isEqualTo(200);
            for (WatcherDialog watcher : living) {
                assertThat(watcher.next(WITHOUT_DELAY).text()).contains("change " + change + '.');
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST"})
    default void aContactMayBeAName(String name, Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice)
                .contact("<sip:bob@" + name + ':' + scene.endpoint().port() + '>');
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        watcher.next();
        scene.publisher(alice).publish(WayContract.open(alice, 1), 600);
        assertThat(watcher.next().text()).contains("change 1.");
    }

    @Test
    default void aContactMayAskForTcp(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice).contact(scene.endpoint().contact(Transport.TCP));
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        assertThat(watcher.next().message().required("Via")).startsWith("SIP/2.0/TCP");
        scene.publisher(alice).publish(WayContract.open(alice, 1), 600);
        assertThat(watcher.next().text()).contains("change 1.");
    }

    @Test
    default void theNextHopIsTheFirstRoute(Scene scene) {
        try (SipEndpoint proxy = SipEndpoint.open(server().host())) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.watcher(alice).listenAt(proxy);
            scene.endpoint().forget(watcher.localTag());
            String route = "<sip:" + proxy.hostPort() + ";lr>";
            assertThat(watcher.subscribe(600, request -> request.with("Record-Route", route))
                            .status())
                    .isEqualTo(200);
            watcher.next();
            scene.publisher(alice).publish(WayContract.open(alice, 1), 600);
            SipMessage notify = watcher.next().message();
            assertThat(notify.all("Route")).containsExactly(route);
            assertThat(notify.requestUri()).contains(":" + scene.endpoint().port());
        }
    }

    /** Larger than an Ethernet frame, and larger than any datagram (RFC 3261 section 18.1.1). */
    @Test
    default void statesOfAnySizeArrive(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        int told = 0;
        for (int size : new int[] {1_000, 1_300, 5_000, 19_000, 19_000, 19_000, 19_000}) {
            String words = "w" + told + "-" + "x".repeat(size);
            assertThat(scene.publish(alice, words).status()).isEqualTo(200);
            Notification last = watcher.next();
            told++;
            int all = told;
            assertThat(IntStream.range(0, all)).allMatch(each -> last.text().contains("w" + each + "-"));
        }
        assertThat(watcher.last().orElseThrow().text()).hasSizeGreaterThan(70_000);
    }
}
