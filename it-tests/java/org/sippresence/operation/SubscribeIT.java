package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The lifecycle of a subscription by RFC 6665 section 4.2: created, refreshed, fetched, terminated. */
class SubscribeIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @OverUdpAndTcp
    void subscribeGets200AndThenANotify(Scene scene) {
        String alice = scene.user("alice");
        scene.publish(alice, "seen at once");
        WatcherDialog watcher = scene.watcher(alice);
        SipMessage response = watcher.subscribe(300);
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("300");
        assertThat(response.toTag()).isPresent();
        assertThat(String.join(", ", response.all("Allow-Events"))).contains("presence");
        assertThat(response.has("Supported")).isTrue();
        assertThat(TestHeaders.uri(response.required("Contact")))
                .contains(":" + scene.target().address().getPort());

        Notification notification = watcher.next();
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.expires().orElse(0)).isBetween(295, 300);
        assertThat(notification.contentType()).isEqualTo("application/pidf+xml");
        assertThat(notification.text()).contains("seen at once");
        if (scene.transport() == Transport.UDP) {
            assertThat(scene.endpoint().orderOf(response)).isLessThan(notification.order());
        }
    }

    @OverUdpAndTcp
    void eachRefreshIsFollowedByANotify(Scene scene) {
        WatcherDialog watcher = scene.subscribed(scene.user("alice"));
        for (int lifetime : new int[] {400, 200, 600}) {
            SipMessage response = watcher.subscribe(lifetime);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("Expires")).isEqualTo(String.valueOf(lifetime));
            Notification notification = watcher.next();
            assertThat(notification.state()).isEqualTo("active");
            assertThat(notification.expires().orElse(0)).isBetween(lifetime - 5, lifetime);
        }
    }

    @OverUdpAndTcp
    void fetchGetsTheStateOnce(Scene scene) {
        String alice = scene.user("alice");
        scene.publish(alice, "fetched words");
        WatcherDialog watcher = scene.watcher(alice);
        SipMessage response = watcher.subscribe(0);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("0");
        Notification notification = watcher.next();
        assertThat(notification.isTerminated()).isTrue();
        assertThat(notification.reason()).contains("timeout");
        assertThat(notification.text()).contains("fetched words");
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);
    }

    @OverUdpAndTcp
    void unsubscribeEndsWithATerminatedNotify(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        SipMessage response = watcher.unsubscribe();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("0");
        Notification last = watcher.next();
        assertThat(last.isTerminated()).isTrue();
        assertThat(last.reason()).contains("timeout");
        assertThat(last.expires()).isEmpty();
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);

        WatcherDialog witness = scene.subscribed(alice);
        scene.publish(alice, "later");
        witness.next();
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
    }

    @OverUdpAndTcp
    void expiredSubscriptionEndsOnTime(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        watcher.subscribe(2);
        long subscribed = System.nanoTime();
        watcher.next();
        Notification last = watcher.next(Duration.ofSeconds(5));
        assertThat(last.isTerminated()).isTrue();
        assertThat(last.reason()).contains("timeout");
        assertThat(Duration.ofNanos(System.nanoTime() - subscribed))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(3500));
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);
    }

    @OverUdpAndTcp
    void refreshMovesTheEnd(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        watcher.subscribe(2);
        watcher.next();
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        watcher.next();
        assertThat(watcher.poll(Duration.ofSeconds(3)))
                .as("NOTIFY at the old end")
                .isEmpty();
    }

    @OverUdpAndTcp
    void lifetimeIsShortenedToTheMaximumAndDefaultsIfNotNamed(Scene scene) {
        assertThat(scene.watcher(scene.user("alice")).subscribe(100_000).required("Expires"))
                .isEqualTo(Servers.MAX_EXPIRES);
        assertThat(scene.watcher(scene.user("alice"))
                        .subscribe(1, request -> request.without("Expires"))
                        .required("Expires"))
                .isEqualTo(Servers.DEFAULT_EXPIRES);
    }

    @OverUdpAndTcp
    void tooShortLifetimeGets423WithMinExpires(Scene scene) {
        SipMessage response = scene.watcher(scene.user("alice")).subscribe(1);
        assertThat(response.status()).isEqualTo(423);
        assertThat(response.required("Min-Expires")).isEqualTo(Servers.MIN_EXPIRES);
    }

    @OverUdpAndTcp
    void unknownEventGets489WithAllowEvents(Scene scene) {
        SipMessage response =
                scene.watcher(scene.user("alice")).event("weather").subscribe(300);
        assertThat(response.status()).isEqualTo(489);
        assertThat(String.join(", ", response.all("Allow-Events"))).contains("presence");
    }

    @OverUdpAndTcp
    void requestWithoutContactGets400AndWithoutEvent489(Scene scene) {
        assertThat(scene.watcher(scene.user("alice"))
                        .subscribe(300, request -> request.without("Contact"))
                        .status())
                .isEqualTo(400);
        assertThat(scene.watcher(scene.user("alice"))
                        .subscribe(300, request -> request.without("Event"))
                        .status())
                .isEqualTo(489);
    }

    @OverUdpAndTcp
    void unreadableExpiresGets400(Scene scene) {
        assertThat(scene.watcher(scene.user("alice"))
                        .subscribe(300, request -> request.replacing("Expires", "soon"))
                        .status())
                .isEqualTo(400);
    }

    @OverUdpAndTcp
    void foreignDomainGets404(Scene scene) {
        assertThat(scene.watcher("sip:alice@elsewhere.example.com")
                        .subscribe(300)
                        .status())
                .isEqualTo(404);
    }

    @OverUdpAndTcp
    void dialogThatNobodyKnowsGets481(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        SipMessage response = watcher.subscribe(
                300, request -> request.replacing("To", '<' + watcher.presentity() + ">;tag=unknown"));
        assertThat(response.status()).isEqualTo(481);
    }

    @OverUdpAndTcp
    void dialogNeedsAllThreeOfItsMarks(Scene scene) {
        WatcherDialog watcher = scene.subscribed(scene.user("alice"));
        assertThat(watcher.subscribe(300, request -> request.replacing("Call-ID", "other"))
                        .status())
                .isEqualTo(481);
        String from = watcher.request(300).required("From").replace(watcher.localTag(), "other");
        assertThat(watcher.subscribe(300, request -> request.replacing("From", from))
                        .status())
                .isEqualTo(481);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
    }

    @OverUdpAndTcp
    void olderCSeqGets500(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        watcher.subscribe(300, request -> request.replacing("CSeq", "10 SUBSCRIBE"));
        watcher.next();
        assertThat(watcher.subscribe(300, request -> request.replacing("CSeq", "9 SUBSCRIBE"))
                        .status())
                .isEqualTo(500);
        assertThat(watcher.subscribe(300, request -> request.replacing("CSeq", "11 SUBSCRIBE"))
                        .status())
                .isEqualTo(200);
        watcher.next();
        assertThat(watcher.poll(Duration.ofMillis(300)))
                .as("NOTIFY for the refused one")
                .isEmpty();
    }

    /** Over TCP there are no retransmissions: RFC 3261 section 17.2.2, timer J. */
    @Test
    void retransmittedRequestIsAnsweredAgainButHandledOnce(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        SipMessage request =
                watcher.request(300).withFirst("Via", scene.endpoint().via(Transport.UDP));
        SipMessage first = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        SipMessage second = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(first.status()).isEqualTo(200);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.toTag()).isEqualTo(first.toTag());
        watcher.next();
        assertThat(watcher.poll(Duration.ofMillis(500))).isEmpty();
    }

    @OverUdpAndTcp
    void twoSubscriptionsOfOneWatcherLiveSideBySide(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog one = scene.subscribed(alice);
        WatcherDialog two = new WatcherDialog(scene.endpoint(), scene.target(), scene.user("watcher0"), alice);
        two.subscribe(300);
        two.next();
        scene.publish(alice, "for both");
        assertThat(one.next().text()).contains("for both");
        assertThat(two.next().text()).contains("for both");
        one.unsubscribe();
        assertThat(one.next().isTerminated()).isTrue();
        scene.publish(alice, "for the other");
        assertThat(two.next().text()).contains("for the other");
        assertThat(two.violations()).isEmpty();
    }

    @OverUdpAndTcp
    void eventIdIsInEveryNotify(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice).event("presence;id=a7");
        watcher.subscribe(300);
        assertThat(TestHeaders.parameter(watcher.next().message().required("Event"), "id"))
                .isEqualTo(Optional.of("a7"));
        scene.publish(alice, "x");
        watcher.next();
        watcher.unsubscribe();
        assertThat(watcher.next().isTerminated()).isTrue();
    }

    /** RFC 6665 section 4.5.2 and RFC 3261 section 12.2.1.2: a SUBSCRIBE may change the remote target. */
    @OverUdpAndTcp
    void notifiesFollowTheNewestContact(Scene scene, Scene elsewhere) {
        WatcherDialog watcher = scene.subscribed(scene.user("alice"));
        watcher.listenAt(elsewhere.endpoint());
        watcher.contact(elsewhere.endpoint().contact(scene.transport())).subscribe(300);
        assertThat(watcher.next().message().requestUri())
                .isEqualTo(TestHeaders.uri(elsewhere.endpoint().contact(scene.transport())));
    }

    @OverUdpAndTcp
    void unknownExtensionThatIsRequiredGets420(Scene scene) {
        SipMessage response =
                scene.watcher(scene.user("alice")).subscribe(300, request -> request.with("Require", "levitation"));
        assertThat(response.status()).isEqualTo(420);
        assertThat(response.all("Unsupported")).contains("levitation");
    }
}
