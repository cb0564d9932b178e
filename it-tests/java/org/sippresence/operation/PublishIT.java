package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** PUBLISH by RFC 3903 section 6: the lifecycle of a publication and rejected requests. */
class PublishIT extends DeployedServerTest {

    private static final String ETAG = "SIP-ETag";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @OverUdpAndTcp
    void initialPublishGetsEntityTagAndExpires(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publish(alice, "here");
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("300");
        assertThat(response.all(ETAG)).hasSize(1);
        assertThat(response.toTag()).isPresent();
        assertThat(response.has("Record-Route")).isFalse();
    }

    @OverUdpAndTcp
    void eachSuccessHasANewEntityTag(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        Set<String> tags = new HashSet<>();
        tags.add(publisher.publishOpen("1").required(ETAG));
        tags.add(publisher.refresh(300).required(ETAG));
        tags.add(publisher.publishOpen("2").required(ETAG));
        tags.add(publisher.remove().required(ETAG));
        assertThat(tags).hasSize(4);
    }

    @OverUdpAndTcp
    void modificationReachesTheWatcher(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("first words");
        WatcherDialog watcher = scene.watcher(alice);
        watcher.subscribe(300);
        assertThat(watcher.next().text()).contains("first words");
        assertThat(publisher.publishOpen("second words").status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("second words").doesNotContain("first words");
    }

    @OverUdpAndTcp
    void removalIsAnsweredWithExpires0AndTheWatcherSeesNothingOfIt(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("secret words");
        WatcherDialog watcher = scene.subscribed(alice);
        SipMessage response = publisher.remove();
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("0");
        assertThat(watcher.next().text()).doesNotContain("secret words").contains("closed");
    }

    @OverUdpAndTcp
    void refreshKeepsTheStateAlive(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(TestPidf.open(alice, "kept words"), 3);
        SipMessage refreshed = publisher.refresh(300);
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(refreshed.required("Expires")).isEqualTo("300");
        WatcherDialog watcher = scene.subscribed(alice);
        assertThat(watcher.poll(Duration.ofSeconds(4)))
                .as("state after its first lifetime")
                .isEmpty();
        watcher.subscribe(300);
        assertThat(watcher.next().text()).contains("kept words");
    }

    @OverUdpAndTcp
    void publicationEndsOnTime(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publish(TestPidf.open(alice, "short words"), 2);
        long published = System.nanoTime();
        WatcherDialog watcher = scene.subscribed(alice);
        assertThat(watcher.next(Duration.ofSeconds(5)).text()).doesNotContain("short words");
        assertThat(Duration.ofNanos(System.nanoTime() - published))
                .isBetween(Duration.ofMillis(1500), Duration.ofMillis(3500));
        assertThat(publisher.refresh(300).status()).isEqualTo(412);
    }

    @OverUdpAndTcp
    void lifetimeIsShortenedToTheMaximum(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice).publish(TestPidf.open(alice, "x"), 100_000);
        assertThat(response.required("Expires")).isEqualTo(Servers.MAX_EXPIRES);
    }

    @OverUdpAndTcp
    void lifetimeThatIsNotNamedIsTheDefault(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice)
                .send(
                        1,
                        request ->
                                request.without("Expires").withBody("application/pidf+xml", TestPidf.open(alice, "x")));
        assertThat(response.required("Expires")).isEqualTo(Servers.DEFAULT_EXPIRES);
    }

    @OverUdpAndTcp
    void tooShortLifetimeGets423WithMinExpires(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice).publish(TestPidf.open(alice, "x"), 1);
        assertThat(response.status()).isEqualTo(423);
        assertThat(response.required("Min-Expires")).isEqualTo(Servers.MIN_EXPIRES);
    }

    @OverUdpAndTcp
    void unknownEntityTagGets412(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.entityTag("never-given");
        assertThat(publisher.publishOpen("x").status()).isEqualTo(412);
        assertThat(publisher.refresh(300).status()).isEqualTo(412);
        assertThat(publisher.remove().status()).isEqualTo(412);
    }

    @OverUdpAndTcp
    void entityTagsThatWereReplacedOrRemovedGet412(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        String first = publisher.publishOpen("x").required(ETAG);
        String second = publisher.refresh(300).required(ETAG);
        assertThat(publisher.remove().status()).isEqualTo(200);
        publisher.entityTag(first);
        assertThat(publisher.refresh(300).status()).isEqualTo(412);
        publisher.entityTag(second);
        assertThat(publisher.refresh(300).status()).isEqualTo(412);
    }

    @OverUdpAndTcp
    void entityTagOfAnotherUserGets412(Scene scene) {
        TestPublisher alice = scene.publisher(scene.user("alice"));
        alice.publishOpen("x");
        TestPublisher bob = scene.publisher(scene.user("bob"));
        bob.entityTag(alice.entityTag().orElseThrow());
        assertThat(bob.refresh(300).status()).isEqualTo(412);
    }

    @OverUdpAndTcp
    void twoEntityTagsGet400(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        assertThat(publisher
                        .send(300, request -> request.with("SIP-If-Match", "a").with("SIP-If-Match", "b"))
                        .status())
                .isEqualTo(400);
        assertThat(publisher
                        .send(300, request -> request.with("SIP-If-Match", "a, b"))
                        .status())
                .isEqualTo(400);
    }

    /**
     * RFC 3903 section 6 step 2 requires 489; the stack rejects a PUBLISH without Event as malformed, and so does the
     * fast path.
     */
    @OverUdpAndTcp
    void missingEventIsRefused(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice)
                .send(
                        300,
                        request ->
                                request.without("Event").withBody("application/pidf+xml", TestPidf.open(alice, "x")));
        assertThat(response.status()).isEqualTo(489);
    }

    @OverUdpAndTcp
    void unknownEventGets489WithAllowEvents(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice)
                .send(
                        300,
                        request -> request.replacing("Event", "weather")
                                .withBody("application/pidf+xml", TestPidf.open(alice, "x")));
        assertThat(response.status()).isEqualTo(489);
        assertThat(String.join(", ", response.all("Allow-Events"))).contains("presence");
    }

    @OverUdpAndTcp
    void foreignDomainGets404(Scene scene) {
        String stranger = "sip:alice@elsewhere.example.com";
        assertThat(scene.publish(stranger, "x").status()).isEqualTo(404);
    }

    @OverUdpAndTcp
    void initialPublishWithoutBodyGets400(Scene scene) {
        assertThat(scene.publisher(scene.user("alice")).refresh(300).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no XML at all",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@example.org'>",
                "<presence xmlns='urn:other' entity='sip:a@example.org'/>",
                "<other xmlns='urn:ietf:params:xml:ns:pidf'/>",
                "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@example.org'><tuple/></presence>",
                "<!DOCTYPE presence [<!ENTITY x 'y'>]>"
                        + "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@example.org'><note>&x;</note></presence>",
                "<!DOCTYPE presence SYSTEM 'http://127.0.0.1:9/x.dtd'>"
                        + "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@example.org'/>"
            })
    void bodyThatIsNoPidfGets400(String body) {
        try (Scene scene = scene(Transport.UDP)) {
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            assertThat(publisher.publish(body, 300).status()).as(body).isEqualTo(400);
            assertThat(publisher.entityTag()).isEmpty();
        }
    }

    @OverUdpAndTcp
    void refusedModificationLeavesThePublicationAsItWas(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("old words");
        assertThat(publisher.publish("broken", 300).status()).isEqualTo(400);
        assertThat(publisher.refresh(300).status()).isEqualTo(200);
        assertThat(scene.seen(alice)).contains("old words");
    }

    @OverUdpAndTcp
    void unknownMediaTypeGets415WithAccept(Scene scene) {
        SipMessage response =
                scene.publisher(scene.user("alice")).send(300, request -> request.withBody("text/plain", "here"));
        assertThat(response.status()).isEqualTo(415);
        assertThat(response.all("Accept")).contains("application/pidf+xml", "application/cpim-pidf+xml");
    }

    @OverUdpAndTcp
    void whoSpeaksForAnotherGets403AndChangesNothing(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("by alice");
        WatcherDialog watcher = scene.subscribed(alice);
        String mallory = "<" + scene.user("mallory") + ">;tag=m";

        TestPublisher stranger = scene.publisher(alice);
        SipMessage first = stranger.send(
                300,
                request -> request.replacing("From", mallory)
                        .withBody("application/pidf+xml", TestPidf.open(alice, "by mallory")));
        stranger.entityTag(publisher.entityTag().orElseThrow());
        SipMessage removal = stranger.send(0, request -> request.replacing("From", mallory));
        stranger.entityTag("nosuchtag");
        SipMessage guess = stranger.send(0, request -> request.replacing("From", mallory));

        assertThat(List.of(first.status(), removal.status(), guess.status())).containsOnly(403);
        assertThat(publisher.publishOpen("still alice").status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("still alice").doesNotContain("mallory");
    }
}
