package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.RoughLink;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.TestXml;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * The contract for requests over UDP on every path: server transactions of RFC 3261 section 17.2.2, so that each
 * request is processed once however often it arrives, and entity-tags of RFC 3903.
 */
interface RequestWayContract extends WayContract {

    String PIDF = "application/pidf+xml";
    int BURST = 6;

    private static SipMessage withVia(Scene scene, SipMessage request) {
        return request.withFirst("Via", scene.endpoint().via(Transport.UDP));
    }

    /** Sends the same bytes several times, most of them while the first request is still being processed. */
    private static SipMessage burst(Scene scene, SipMessage request) {
        for (int i = 1; i < BURST; i++) {
            scene.endpoint().sendRaw(request.bytes(), scene.target());
        }
        return SipEndpoint.await(scene.endpoint().send(request, scene.target()));
    }

    private static long tuples(WatcherDialog watcher) {
        return TestXml.of(watcher.last().orElseThrow().text()).count("/presence/tuple");
    }

    @Test
    default void ourTagBeginsWithThePrefixOfKamailio(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        SipMessage response = watcher.subscribe(60);
        assertThat(response.toTag().orElseThrow()).startsWith("10");
        assertThat(watcher.next().message().fromTag()).isEqualTo(response.toTag());
    }

    @Test
    default void aPublishThatComesAgainIsDecidedOnce(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        TestPublisher publisher = scene.publisher(alice);
        SipMessage request = withVia(scene, publisher.request(600).withBody(PIDF, WayContract.open(alice, 1)));
        SipMessage first = burst(scene, request);
        assertThat(first.status()).isEqualTo(200);
        SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(again.first("SIP-ETag")).isEqualTo(first.first("SIP-ETag"));
        assertThat(again.toTag()).isEqualTo(first.toTag());
        assertThat(watcher.next().text()).contains("change 1.");
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
        assertThat(tuples(watcher)).isEqualTo(1);
    }

    /** If it were processed twice, the entity-tag would be unknown the second time. */
    @Test
    default void aModificationThatComesAgainGetsTheSameEntityTag(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        for (int change = 2; change < 6; change++) {
            SipMessage request = withVia(scene, publisher.request(600).withBody(PIDF, WayContract.open(alice, change)));
            SipMessage first = burst(scene, request);
            assertThat(first.status()).isEqualTo(200);
            SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.first("SIP-ETag")).isEqualTo(first.first("SIP-ETag"));
            publisher.entityTag(first.required("SIP-ETag"));
        }
        assertThat(fetched(alice)).contains("change 5.");
    }

    @Test
    default void aSubscribeThatComesAgainMakesOneDialog(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice);
        SipMessage request = withVia(scene, watcher.request(600));
        SipMessage first = burst(scene, request);
        assertThat(first.status()).isEqualTo(200);
        SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(again.toTag()).isEqualTo(first.toTag());
        watcher.next();
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
        scene.publisher(alice).publish(WayContract.open(alice, 1), 600);
        assertThat(watcher.next().text()).contains("change 1.");
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
    }

    @Test
    default void aRegisterThatComesAgainIsDecidedOnce(Scene scene) {
        TestRegistrant user = scene.registrant(scene.user("alice"));
        for (int i = 1; i <= 3; i++) {
            SipMessage request = withVia(scene, user.request().with("Contact", "<sip:a@192.0.2." + i + ">"));
            assertThat(burst(scene, request).status()).isEqualTo(200);
            SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
            assertThat(again.status()).isEqualTo(200);
            assertThat(again.all("Contact")).hasSize(i);
        }
    }

    /** A rejection is a final response, too. */
    @Test
    default void aRefusedRequestThatComesAgainIsRefusedAgain(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        publisher.entityTag("unknown");
        SipMessage request =
                withVia(scene, publisher.request(600).withBody(PIDF, WayContract.open(publisher.presentity(), 1)));
        SipMessage first = burst(scene, request);
        assertThat(first.status()).isEqualTo(412);
        SipMessage again = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.toTag()).isEqualTo(first.toTag());
    }

    /** Another branch is another request: the entity-tag has been used, and the CSeq of a dialog must not decrease. */
    @Test
    default void anotherBranchIsAnotherRequest(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(WayContract.open(alice, 1), 600);
        SipMessage request = publisher.request(600).withBody(PIDF, WayContract.open(alice, 2));
        assertThat(scene.endpoint().call(request, scene.target()).status()).isEqualTo(200);
        assertThat(scene.endpoint().call(request, scene.target()).status()).isEqualTo(412);
        WatcherDialog watcher = scene.subscribed(alice);
        SipMessage old = watcher.request(600);
        assertThat(watcher.subscribe(600).status()).isEqualTo(200);
        assertThat(scene.endpoint().call(old, scene.target()).status()).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    default void whatIsLostOnceIsMadeUpFor(boolean answer) {
        try (RoughLink out = RoughLink.losingOnDemand();
                RoughLink in = RoughLink.losingOnDemand();
                Scene scene = scene(out, in)) {
            String alice = scene.user("alice");
            TestPublisher publisher = scene.publisher(alice);
            Set<String> tags = new TreeSet<>();
            for (int change = 1; change <= 3; change++) {
                (answer ? in : out).loseNext(1);
                SipMessage response = publisher.publish(WayContract.open(alice, change), 600);
                assertThat(response.status()).isEqualTo(200);
                tags.add(response.required("SIP-ETag"));
            }
            assertThat(tags).hasSize(3);
            assertThat(TestXml.of(fetched(alice)).count("/presence/tuple")).isEqualTo(1);
        }
    }

    /** Initial, modified, refreshed, modified; every third one is removed at the end. */
    @ParameterizedTest
    @CsvSource({"2, 45", "20, 6"})
    default void publicationsEndAsTheyShouldOverANetworkThatLoses(int percent, int users) {
        try (RoughLink link = RoughLink.losing(100 + percent, percent);
                Scene scene = scene(link, link)) {
            List<TestPublisher> publishers = new ArrayList<>();
            List<CompletableFuture<Void>> scripts = new ArrayList<>();
            for (int i = 0; i < users; i++) {
                TestPublisher publisher = scene.publisher(scene.user("p" + i));
                publishers.add(publisher);
                scripts.add(script(publisher, i % 3 == 0));
            }
            scripts.forEach(CompletableFuture::join);
            assertThat(link.disturbed()).isPositive();
            for (int i = 0; i < publishers.size(); i++) {
                String seen = fetched(publishers.get(i).presentity());
                if (i % 3 == 0) {
                    assertThat(seen).doesNotContain("change ");
                } else {
                    assertThat(seen).contains("change 3.").doesNotContain("change 2.");
                    assertThat(TestXml.of(seen).count("/presence/tuple")).isEqualTo(1);
                }
            }
        }
    }

    private static CompletableFuture<Void> script(TestPublisher publisher, boolean removes) {
        String who = publisher.presentity();
        Set<String> tags = new TreeSet<>();
        CompletableFuture<SipMessage> done = publish(publisher, WayContract.open(who, 1), tags)
                .thenCompose(any -> publish(publisher, WayContract.open(who, 2), tags))
                .thenCompose(any -> refresh(publisher, tags))
                .thenCompose(any -> publish(publisher, WayContract.open(who, 3), tags));
        return (removes ? done.thenCompose(any -> publisher.start(publisher.request(0))) : done).thenAccept(last -> {
            assertThat(last.status()).isEqualTo(200);
            assertThat(tags).hasSize(4);
        });
    }

    private static CompletableFuture<SipMessage> publish(TestPublisher publisher, String pidf, Set<String> tags) {
        return publisher
                .start(publisher.request(600).withBody(PIDF, pidf))
                .thenApply(response -> accepted(response, tags));
    }

    private static CompletableFuture<SipMessage> refresh(TestPublisher publisher, Set<String> tags) {
        return publisher.start(publisher.request(600)).thenApply(response -> accepted(response, tags));
    }

    private static SipMessage accepted(SipMessage response, Set<String> tags) {
        assertThat(response.status()).isEqualTo(200);
        tags.add(response.required("SIP-ETag"));
        return response;
    }
}
