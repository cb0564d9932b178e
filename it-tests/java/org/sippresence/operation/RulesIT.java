package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.SERVICES;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.everybody;
import static org.sippresence.sipclient.RulesText.identity;
import static org.sippresence.sipclient.RulesText.rule;
import static org.sippresence.sipclient.RulesText.sphere;
import static org.sippresence.sipclient.RulesText.validity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** {@code auth=xcap}: rules on the built-in XCAP server take effect at once. */
class RulesIT extends DeployedServerTest {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final Duration NOTHING_MORE = Duration.ofMillis(400);

    private Scene scene;
    private String presentity;
    private String bob;
    private String carol;
    private XcapUser alice;
    private TestPublisher publisher;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=xcap");
    }

    @BeforeEach
    void aliceIsASubscriber() {
        scene = scene(Transport.UDP);
        presentity = scene.user("alice");
        bob = scene.user("bob");
        carol = scene.user("carol");
        alice = XcapUser.subscribed(admin(), presentity);
        publisher = scene.publisher(presentity);
    }

    @AfterEach
    void nothingBrokeTheProtocol() {
        scene.close();
    }

    private void publish(String document) {
        assertThat(publisher.publish(document, 300).status()).isEqualTo(200);
    }

    private WatcherDialog subscribe(String who) {
        WatcherDialog watcher = scene.watcher(presentity, who);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        return watcher;
    }

    private WatcherDialog subscribedAs(String state, String who) {
        WatcherDialog watcher = subscribe(who);
        assertThat(watcher.next().state()).isEqualTo(state);
        return watcher;
    }

    private static void assertActive(WatcherDialog watcher, String text) {
        Notification notification = watcher.next(AT_ONCE);
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.contentType()).isEqualTo("application/pidf+xml");
        assertThat(notification.text()).contains(text);
    }

    private static void assertPending(Notification notification) {
        assertThat(notification.state()).isEqualTo("pending");
        assertThat(notification.text()).isEmpty();
    }

    private static void assertRejected(Notification notification) {
        assertThat(notification.state()).isEqualTo("terminated");
        assertThat(notification.reason()).contains("rejected");
        assertThat(notification.text()).isEmpty();
    }

    private static void assertNothingMore(WatcherDialog watcher) {
        assertThat(watcher.poll(NOTHING_MORE).map(Notification::message)).isEmpty();
    }

    @Test
    void whoIsAllowedIsToldAtOnceAndTheOthersWhatTheirVerdictIs() {
        publish(TestPidf.open(presentity, "secret words"));
        WatcherDialog allowed = subscribe(bob);
        WatcherDialog unmentioned = subscribe(carol);
        WatcherDialog confirmed = subscribe(scene.user("dave"));
        assertPending(allowed.next());
        assertPending(unmentioned.next());
        assertPending(confirmed.next());

        alice.rules(document(
                rule("friends", identity(bob), "allow", EVERYTHING),
                rule("others", identity(scene.user("dave")), "confirm")));
        assertActive(allowed, "secret words");
        assertRejected(unmentioned.next(AT_ONCE));
        assertNothingMore(confirmed);
        publish(TestPidf.open(presentity, "other words"));
        assertActive(allowed, "other words");
        assertNothingMore(confirmed);
        assertThat(unmentioned.history()).hasSize(2);
    }

    @Test
    void omasPermissionsShowTheirAttributes() {
        publish(TestPidf.person(
                presentity,
                "open",
                "<o:overriding-willingness xmlns:o='urn:oma:xml:prs:pidf:oma-pres'><o:basic>open</o:basic>"
                        + "</o:overriding-willingness><r:sphere><r:home/></r:sphere>"));
        String persons = "<pr:provide-persons><pr:all-persons/></pr:provide-persons>";
        String willing = "<o:provide-willingness xmlns:o='urn:oma:xml:prs:pres-rules'>true</o:provide-willingness>";
        alice.rules(document(
                rule("b", identity(bob), "allow", SERVICES + persons + willing),
                rule("c", identity(carol), "allow", SERVICES + persons)));
        Notification seen = subscribedAs("active", bob).last().orElseThrow();
        assertThat(seen.text()).contains("overriding-willingness").doesNotContain("sphere");
        Notification less = subscribedAs("active", carol).last().orElseThrow();
        assertThat(less.text()).doesNotContain("overriding-willingness");
    }

    @Test
    void aWindowOfThreeSecondsOpensAndClosesByItself() {
        publish(TestPidf.open(presentity, "secret words"));
        WatcherDialog watcher = subscribedAs("pending", bob);
        Instant from = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);
        Instant until = from.plusSeconds(3);
        alice.rules(document(
                rule("always", identity(bob), "confirm"),
                rule("window", identity(bob) + validity(from, until), "allow", EVERYTHING)));
        Notification opened = watcher.next(Duration.ofSeconds(5));
        assertThat(Instant.now()).isBetween(from, until);
        assertThat(opened.state()).isEqualTo("active");
        assertThat(opened.text()).contains("secret words");
        assertPending(watcher.next(Duration.ofSeconds(6)));
        assertThat(Instant.now()).isBetween(until, until.plusSeconds(2));
        assertNothingMore(watcher);
    }

    @Test
    void anotherSphereIsDecidedUponAsSoonAsItIsPublished() {
        publish(TestPidf.person(presentity, "open", "<r:sphere><r:home/></r:sphere>"));
        alice.rules(document(
                rule("always", identity(bob), "confirm"),
                rule("at-work", identity(bob) + sphere("work"), "allow", EVERYTHING)));
        WatcherDialog watcher = subscribedAs("pending", bob);
        publish(TestPidf.person(presentity, "open", "<r:sphere><r:work/></r:sphere>"));
        assertActive(watcher, "work");
        publish(TestPidf.person(presentity, "open", "<r:sphere><r:home/></r:sphere>"));
        assertPending(watcher.next(AT_ONCE));
        publish(TestPidf.person(presentity, "open", "<r:sphere>work</r:sphere>"));
        assertActive(watcher, "work");
        assertThat(publisher.remove().status()).isEqualTo(200);
        assertPending(watcher.next(AT_ONCE));
        assertNothingMore(watcher);
    }

    @Test
    void whoIsBlockedIsRejectedAndMayNotComeBack() {
        publish(TestPidf.open(presentity, "secret words"));
        alice.rules(document(rule("r", identity(bob), "allow", EVERYTHING)));
        WatcherDialog watcher = subscribedAs("active", bob);
        alice.rules(document(rule("r", identity(bob), "block")));
        assertRejected(watcher.next(AT_ONCE));
        assertThat(scene.watcher(presentity, bob).subscribe(300).status()).isEqualTo(403);
        assertThat(scene.watcher(presentity, bob).subscribe(0).status()).isEqualTo(403);
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);
        assertNothingMore(watcher);
    }

    @Test
    void aPolitelyBlockedWatcherSeesAnOfflinePresentityAndNothingEver() {
        alice.rules(
                document(rule("b", identity(bob), "allow", EVERYTHING), rule("c", identity(carol), "polite-block")));
        WatcherDialog friend = subscribe(bob);
        String offline = friend.next().text();
        publish(TestPidf.open(presentity, "secret words"));
        assertActive(friend, "secret words");
        WatcherDialog polite = subscribedAs("active", carol);
        assertThat(polite.last().orElseThrow().text()).isEqualTo(offline).contains("closed");

        alice.rules(document(rule("r", everybody(), "polite-block")));
        assertThat(friend.next(AT_ONCE).text()).isEqualTo(offline);
        publish(TestPidf.open(presentity, "other words"));
        assertThat(publisher.remove().status()).isEqualTo(200);
        assertNothingMore(polite);
        assertNothingMore(friend);
        assertThat(polite.subscribe(300).status()).isEqualTo(200);
        Notification refreshed = polite.next();
        assertThat(refreshed.state()).isEqualTo("active");
        assertThat(refreshed.text()).isEqualTo(offline);
    }

    @Test
    void whoMaySeePersonsOnlyGetsNoClosedTuple() {
        alice.rules(document(rule(
                "b",
                identity(bob),
                "allow",
                "<pr:provide-persons><pr:all-persons/></pr:provide-persons><pr:provide-note>true</pr:provide-note>")));
        WatcherDialog friend = subscribe(bob);
        assertThat(friend.next().text()).doesNotContain("<tuple");
        publish(TestPidf.open(presentity, "open").replace("</presence>", "<note>in Paris</note></presence>"));
        assertThat(friend.next(AT_ONCE).text()).contains("in Paris").doesNotContain("<tuple");
    }

    @Test
    void aWatcherIsToldOfWhatItMaySeeOnly() {
        alice.rules(
                document(rule("b", identity(bob), "allow", SERVICES), rule("c", identity(carol), "allow", EVERYTHING)));
        publish(TestPidf.person(presentity, "open", "<r:mood><r:happy/></r:mood>"));
        WatcherDialog filtered = subscribe(bob);
        WatcherDialog witness = subscribe(carol);
        assertThat(filtered.next().text()).contains("open").doesNotContain("happy", "person");
        assertThat(witness.next().text()).contains("open", "happy");
        for (String mood : new String[] {"sad", "bored"}) {
            publish(TestPidf.person(presentity, "open", "<r:mood><r:" + mood + "/></r:mood>"));
            assertActive(witness, mood);
        }
        assertNothingMore(filtered);
        publish(TestPidf.person(presentity, "closed", "<r:mood><r:bored/></r:mood>"));
        assertActive(filtered, "closed");
        assertThat(filtered.last().orElseThrow().text()).doesNotContain("bored");
        assertActive(witness, "closed");
    }

    @Test
    void withoutTheDocumentEverybodyIsPendingAgain() {
        publish(TestPidf.open(presentity, "secret words"));
        alice.rules(
                document(rule("b", identity(bob), "allow", EVERYTHING), rule("c", identity(carol), "polite-block")));
        WatcherDialog friend = subscribedAs("active", bob);
        WatcherDialog polite = subscribedAs("active", carol);
        alice.withoutRules();
        assertPending(friend.next(AT_ONCE));
        assertPending(polite.next(AT_ONCE));
        publish(TestPidf.open(presentity, "other words"));
        assertNothingMore(friend);
        assertNothingMore(polite);
    }

    @Test
    void oneRuleThatIsPutReplacedOrRemovedCounts() {
        publish(TestPidf.person(presentity, "open", "<r:mood><r:happy/></r:mood>"));
        alice.rules(document(rule("others", everybody(), "confirm")));
        WatcherDialog watcher = subscribedAs("pending", bob);
        WatcherDialog other = subscribedAs("pending", carol);
        alice.rule("bob", rule("bob", identity(bob), "allow", SERVICES));
        assertActive(watcher, "open");
        assertThat(watcher.last().orElseThrow().text()).doesNotContain("happy");
        alice.rule("bob", rule("bob", identity(bob), "allow", EVERYTHING));
        assertActive(watcher, "happy");
        alice.withoutRule("bob");
        assertPending(watcher.next(AT_ONCE));
        assertNothingMore(other);
    }

    @Test
    void aServiceMayBeNamedByTheIdThatItsPublisherGaveIt() {
        publish(TestPidf.document(presentity, tupleOf("desk-phone", "at the desk") + tupleOf("mobile", "on the move")));
        alice.rules(document(rule(
                "r",
                identity(bob),
                "allow",
                "<pr:provide-services><pr:occurrence-id>desk-phone</pr:occurrence-id></pr:provide-services>"
                        + "<pr:provide-note>true</pr:provide-note>")));
        WatcherDialog watcher = subscribe(bob);
        assertThat(watcher.next().text()).contains("at the desk").doesNotContain("on the move");
        publish(TestPidf.document(presentity, tupleOf("desk-phone", "at the desk") + tupleOf("mobile", "arrived")));
        assertNothingMore(watcher);
        publish(TestPidf.document(presentity, tupleOf("desk-phone", "having tea") + tupleOf("mobile", "arrived")));
        assertActive(watcher, "having tea");
        assertThat(watcher.last().orElseThrow().text()).doesNotContain("arrived");
    }

    private static String tupleOf(String id, String note) {
        return TestPidf.tuple(id, "open", "<note>" + note + "</note>");
    }
}
