package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** P-Asserted-Identity of trusted peers and of everybody else (RFC 3325), and what relayed messages say of their senders. */
class AssertedIdentityIT extends DeployedServerTest {

    private static final String PEER = "127.0.0.2";
    private static final String OTHER_PEER = "127.0.0.3";
    private static final String STRANGER = "127.0.0.1";
    private static final String ASSERTED = "P-Asserted-Identity";
    private static final String PREFERRED = "P-Preferred-Identity";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("trusted_peers=" + PEER + ',' + OTHER_PEER);
    }

    /** A phone that is registered and accepts messages. */
    private static final class Phone implements AutoCloseable {

        private final SipEndpoint endpoint;
        private final BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();

        Phone(Scene scene, String address, String aor, AnswerRule rule) {
            endpoint = SipEndpoint.open(address);
            endpoint.receive((request, order) -> {
                received.add(request);
                return rule;
            });
            assertThat(new TestRegistrant(endpoint, scene.target(), aor)
                            .register(endpoint.contact(scene.transport()))
                            .status())
                    .isEqualTo(200);
        }

        SipMessage next() throws InterruptedException {
            SipMessage message = received.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return message;
        }

        @Override
        public void close() {
            endpoint.close();
        }
    }

    private static UnaryOperator<SipMessage> asserting(String user) {
        return request -> request.with(ASSERTED, '<' + user + '>');
    }

    private JsonNode watcher(String presentity) {
        JsonNode all = admin().json("/api/v1/watchers?event=presence&presentity=" + presentity)
                .path("watchers");
        assertThat(all).as("%s", all).hasSize(1);
        return all.get(0).path("watcher");
    }

    private static SipMessage message(String from, String to) {
        return SipMessage.request("MESSAGE", from, to).withBody("text/plain", "Watson, come here.");
    }

    @OverUdpAndTcp
    void aSubscriptionThroughAPeerBelongsToTheUserThatThePeerAsserts(Scene scene) {
        try (SipEndpoint peer = SipEndpoint.open(PEER)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            WatcherDialog watcher = new WatcherDialog(peer, scene.target(), scene.user("desk"), alice);
            assertThat(watcher.subscribe(300, asserting(bob)).status()).isEqualTo(200);
            assertThat(watcher(alice).path("uri").asText()).isEqualTo(bob);
            assertThat(watcher.subscribe(0, asserting(scene.user("mallory"))).status())
                    .isEqualTo(403);
            assertThat(watcher.subscribe(0).status()).as("the peer itself").isEqualTo(403);
            assertThat(watcher(alice).path("uri").asText()).as("it goes on").isEqualTo(bob);
            assertThat(watcher.subscribe(300, asserting(bob)).status()).isEqualTo(200);
            assertThat(watcher.subscribe(0, asserting(bob)).status()).isEqualTo(200);
        }
    }

    @OverUdpAndTcp
    void anotherFromInTheDialogIsRefusedAndTheSubscriptionStays(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice, scene.user("bob"));
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        UnaryOperator<SipMessage> stolen =
                request -> request.replacing("From", '<' + scene.user("mallory") + ">;tag=" + watcher.localTag());
        assertThat(watcher.subscribe(300, stolen).status()).isEqualTo(403);
        assertThat(watcher.subscribe(0, stolen).status()).isEqualTo(403);
        assertThat(watcher(alice).path("uri").asText()).isEqualTo(scene.user("bob"));
        watcher.skip();
        assertThat(scene.publish(alice, "still watched").status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("still watched");
        assertThat(watcher.subscribe(0).status()).isEqualTo(200);
    }

    @OverUdpAndTcp
    void whatAStrangerAssertsHasNoEffect(Scene scene) {
        String alice = scene.user("alice");
        String mallory = scene.user("mallory");
        UnaryOperator<SipMessage> spoofed =
                request -> asserting(alice).apply(request).with(PREFERRED, '<' + alice + '>');
        WatcherDialog watcher = scene.watcher(alice, mallory);
        assertThat(watcher.subscribe(300, spoofed).status()).isEqualTo(200);
        assertThat(watcher(alice).path("uri").asText()).isEqualTo(mallory);
        UnaryOperator<SipMessage> fromMallory =
                request -> spoofed.apply(request.replacing("From", '<' + mallory + ">;tag=1"));
        SipMessage published = scene.publisher(alice)
                .send(
                        60,
                        request -> fromMallory
                                .apply(request)
                                .withBody("application/pidf+xml", TestPidf.open(alice, "forged")));
        assertThat(published.status()).isEqualTo(403);
        SipMessage registered = scene.registrant(alice)
                .send(request -> fromMallory.apply(request).with("Contact", "<sip:mallory@192.0.2.66>"));
        assertThat(registered.status()).isEqualTo(403);
    }

    @Test
    void theUserWhomAPeerAssertsActsForItselfOnly(Scene scene) {
        try (SipEndpoint peer = SipEndpoint.open(PEER)) {
            String alice = scene.user("alice");
            TestPublisher publisher = new TestPublisher(peer, scene.target(), alice);
            UnaryOperator<SipMessage> open =
                    request -> request.replacing("From", "<sip:anonymous@anonymous.invalid>;tag=1")
                            .withBody("application/pidf+xml", TestPidf.open(alice, "by Alice"));
            assertThat(publisher
                            .send(60, request -> asserting(scene.user("bob")).apply(open.apply(request)))
                            .status())
                    .isEqualTo(403);
            assertThat(publisher
                            .send(60, request -> asserting(alice).apply(open.apply(request)))
                            .status())
                    .isEqualTo(200);
            assertThat(scene.seen(alice)).contains("by Alice");
            TestRegistrant registrant = new TestRegistrant(peer, scene.target(), alice);
            UnaryOperator<SipMessage> contact = request -> request.with("Contact", "<sip:alice@192.0.2.1>");
            assertThat(registrant
                            .send(request -> asserting(scene.user("bob")).apply(contact.apply(request)))
                            .status())
                    .isEqualTo(403);
            assertThat(registrant
                            .send(request -> asserting(alice).apply(contact.apply(request)))
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bob", "<sip:bob@", "<mailto:bob@example.org>", "<sip:bob@example.org>, <tel:x>"})
    void anUnreadableAssertionIsRefusedFromAPeerAndIgnoredFromOthers(String value) {
        try (Scene scene = scene(Transport.UDP);
                SipEndpoint peer = SipEndpoint.open(PEER)) {
            WatcherDialog watcher = new WatcherDialog(peer, scene.target(), scene.user("bob"), scene.user("alice"));
            SipMessage refused = watcher.subscribe(300, request -> request.with(ASSERTED, value));
            assertThat(refused.startLine()).isEqualTo("SIP/2.0 400 Bad P-Asserted-Identity header");
            SipMessage ignored =
                    scene.watcher(scene.user("alice")).subscribe(300, request -> request.with(ASSERTED, value));
            assertThat(ignored.status()).isEqualTo(200);
        }
    }

    @Test
    void aTelephoneNumberIsAnIdentityIfThereIsNoSipUri(Scene scene) {
        try (SipEndpoint peer = SipEndpoint.open(PEER)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = new WatcherDialog(peer, scene.target(), scene.user("gateway"), alice);
            assertThat(watcher.subscribe(300, request -> request.with(ASSERTED, "tel:+1-555-1234"))
                            .status())
                    .isEqualTo(200);
            assertThat(watcher(alice).path("uri").asText()).isEqualTo("tel:+15551234");
        }
    }

    @ParameterizedTest
    @CsvSource({"id, Anonymous", "user;critical, Anonymous", "none, Bob", "header, Bob"})
    void privacyHidesTheDisplayNameButNotWhoWatches(String privacy, String shown) {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            WatcherDialog watcher = scene.watcher(alice, bob);
            assertThat(watcher.subscribe(
                                    300,
                                    request -> request.replacing(
                                                    "From", "\"Bob\" <" + bob + ">;tag=" + watcher.localTag())
                                            .with("Privacy", privacy))
                            .status())
                    .isEqualTo(200);
            assertThat(watcher(alice).path("display_name").asText()).isEqualTo(shown);
            assertThat(watcher(alice).path("uri").asText()).isEqualTo(bob);
        }
    }

    @Test
    void theRulesForMessagesDecideByTheIdentity(Scene scene) {
        try (SipEndpoint peer = SipEndpoint.open(PEER)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            String carol = scene.user("carol");
            String rules = "<cp:ruleset xmlns:cp='urn:ietf:params:xml:ns:common-policy'"
                    + " xmlns='urn:iptel:xml:ns:im-rules'><cp:rule id='enemies'><cp:conditions><cp:identity>"
                    + "<cp:one id='" + bob + "'/></cp:identity></cp:conditions>"
                    + "<cp:actions><im-handling>block</im-handling></cp:actions></cp:rule></cp:ruleset>";
            assertThat(admin().put(
                                    "/xcap/im-rules/users/" + alice + "/im-rules.xml",
                                    "application/auth-policy+xml",
                                    rules)
                            .statusCode())
                    .isEqualTo(201);
            assertThat(peer.call(asserting(bob).apply(message(carol, alice)), scene.target())
                            .status())
                    .isEqualTo(403);
            assertThat(peer.call(asserting(carol).apply(message(bob, alice)), scene.target())
                            .status())
                    .as("allowed, but not registered")
                    .isEqualTo(404);
            assertThat(scene.endpoint()
                            .call(asserting(carol).apply(message(bob, alice)), scene.target())
                            .status())
                    .as("a stranger")
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @CsvSource({
        PEER + "," + OTHER_PEER + ", none, true",
        PEER + "," + OTHER_PEER + ", id;critical, true",
        PEER + "," + STRANGER + ", none, true",
        PEER + "," + STRANGER + ", id;critical, false",
        STRANGER + "," + PEER + ", none, false",
        STRANGER + "," + STRANGER + ", none, false",
    })
    void aRelayedMessageAssertsWhatAPeerAsserts(String from, String to, String privacy, boolean kept)
            throws InterruptedException {
        try (Scene scene = scene(Transport.UDP);
                SipEndpoint sender = SipEndpoint.open(from)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            try (Phone phone = new Phone(scene, to, alice, AnswerRule.ok())) {
                SipMessage sent = asserting(bob)
                        .apply(message("sip:anonymous@anonymous.invalid", alice))
                        .with(ASSERTED, "<sip:second@example.org>, <tel:+15551234>")
                        .with(PREFERRED, '<' + bob + '>')
                        .with("Privacy", privacy);
                assertThat(sender.call(sent, scene.target()).status()).isEqualTo(200);
                SipMessage relayed = phone.next();
                assertThat(relayed.all(ASSERTED))
                        .isEqualTo(kept ? List.of('<' + bob + '>', "<tel:+15551234>") : List.of());
                assertThat(relayed.has(PREFERRED)).isFalse();
                assertThat(relayed.required("Privacy")).isEqualTo(privacy);
            }
        }
    }

    /** A Contact that names a peer as its host is sent to the address in maddr (RFC 3261 section 19.1.1). */
    @Test
    void anIdentityIsNotToldToTheAddressBehindThePeersName() throws InterruptedException {
        try (Scene scene = scene(Transport.UDP);
                SipEndpoint sender = SipEndpoint.open(PEER);
                SipEndpoint mallory = SipEndpoint.open(STRANGER)) {
            BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
            mallory.receive((request, order) -> {
                received.add(request);
                return AnswerRule.ok();
            });
            String alice = scene.user("alice");
            String contact = mallory.contact(Transport.UDP)
                    .replace(STRANGER, OTHER_PEER)
                    .replace(">", ";maddr=" + STRANGER + ">");
            assertThat(new TestRegistrant(mallory, scene.target(), alice)
                            .register(contact)
                            .status())
                    .isEqualTo(200);
            SipMessage sent = asserting(scene.user("bob"))
                    .apply(message("sip:anonymous@anonymous.invalid", alice))
                    .with("Privacy", "id");
            assertThat(sender.call(sent, scene.target()).status()).isEqualTo(200);
            assertThat(received.poll(10, TimeUnit.SECONDS))
                    .isNotNull()
                    .satisfies(relayed -> assertThat(relayed.has(ASSERTED)).isFalse());
        }
    }

    /** A recipient could use the answer to a challenge of this server here, or guess the sender's password. */
    @Test
    void aRecipientDoesNotChallengeInTheNameOfThisServer() {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = scene.user("alice");
            AnswerRule answer = AnswerRule.status(401)
                    .with("WWW-Authenticate", "Digest realm=\"example.org\", nonce=\"stolen\", qop=\"auth\"")
                    .with("WWW-Authenticate", "Digest realm=\"phone.example.net\", nonce=\"own\", qop=\"auth\"");
            try (Phone phone = new Phone(scene, STRANGER, alice, answer)) {
                SipMessage response = scene.endpoint().call(message(scene.user("bob"), alice), scene.target());
                assertThat(phone.received).hasSize(1);
                assertThat(response.status()).isEqualTo(401);
                assertThat(String.join(",", response.all("WWW-Authenticate")))
                        .contains("phone.example.net")
                        .doesNotContain("example.org", "stolen");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({PEER + ", true", STRANGER + ", false"})
    void aRelayedResponseAssertsWhatAPeerAsserts(String from, boolean kept) {
        try (Scene scene = scene(Transport.UDP)) {
            String alice = scene.user("alice");
            AnswerRule answer =
                    AnswerRule.ok().with(ASSERTED, '<' + alice + '>').with("X-Thing", "1");
            try (Phone phone = new Phone(scene, from, alice, answer)) {
                SipMessage response = scene.endpoint().call(message(scene.user("bob"), alice), scene.target());
                assertThat(phone.received).hasSize(1);
                assertThat(response.required("X-Thing")).isEqualTo("1");
                assertThat(response.has(ASSERTED)).isEqualTo(kept);
            }
        }
    }

    @Test
    void headersThatCannotBeParsedAreRemovedFromARelayedMessage(Scene scene) throws InterruptedException {
        String alice = scene.user("alice");
        try (Phone phone = new Phone(scene, STRANGER, alice, AnswerRule.ok())) {
            SipMessage sent = message(scene.user("bob"), alice)
                    .with(ASSERTED, "<sip:forged@")
                    .with(ASSERTED, "")
                    .with(PREFERRED, "<<")
                    .with("X-Thing", "1");
            assertThat(scene.endpoint().call(sent, scene.target()).status()).isEqualTo(200);
            SipMessage relayed = phone.next();
            assertThat(relayed.has("X-Thing")).isTrue();
            assertThat(relayed.headers()).noneMatch(each -> each.name().startsWith("P-"));
        }
    }

    /** RFC 8224: full and compact passports, several of them, are kept as they are. */
    @OverUdpAndTcp
    void passportsArePassedOnUnchanged(Scene scene) throws InterruptedException {
        String alice = scene.user("alice");
        String full = "eyJhbGciOiJFUzI1NiJ9.eyJkZXN0Ijp7fX0." + "A".repeat(4_000)
                + ";info=<https://cert.example.org/passport.cer>;alg=ES256;ppt=\"shaken\"";
        String compact = "..sv5CTo05KqpSmtHt3dcEiO;info=<https://biloxi.example.org/biloxi.cer>;new=\"a, b\"";
        try (Phone phone = new Phone(scene, STRANGER, alice, AnswerRule.ok())) {
            SipMessage sent = message(scene.user("bob"), alice)
                    .with("Identity", full)
                    .with("Identity", compact)
                    .with("Date", "Fri, 13 Nov 2026 23:29:00 GMT");
            assertThat(scene.endpoint().call(sent, scene.target()).status()).isEqualTo(200);
            SipMessage relayed = phone.next();
            assertThat(relayed.headers().stream()
                            .filter(each -> each.name().equals("Identity"))
                            .map(SipMessage.Header::value))
                    .containsExactly(full, compact);
            assertThat(relayed.required("Date")).isEqualTo("Fri, 13 Nov 2026 23:29:00 GMT");
        }
    }
}
