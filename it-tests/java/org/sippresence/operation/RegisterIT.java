package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** REGISTER by RFC 3261 section 10.3, RFC 3327 and RFC 5626, and its effects on watchers. */
class RegisterIT extends DeployedServerTest {

    private static final String DESK = "<sip:alice@192.0.2.1>";
    private static final String MOBILE = "<sip:alice@192.0.2.2:5070;transport=tcp>";
    private static final String TRUSTED = "127.0.0.2";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "domains=example.org,im.example.org",
                "pdomains=jabber: im.example.org",
                "max_contacts=3",
                "trusted_peers=" + TRUSTED);
    }

    private static List<String> uris(SipMessage response) {
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return response.all("Contact").stream().map(TestHeaders::uri).toList();
    }

    private static SipMessage with(SipMessage request, String contact) {
        return request.with("Contact", contact);
    }

    @OverUdpAndTcp
    void theAnswerNamesAllContactsWithTheirTimesAndParameters(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        SipMessage first = alice.register(DESK + ";expires=60;q=0.5", MOBILE);
        assertThat(first.status()).as("%s", first).isEqualTo(200);
        assertThat(first.all("Contact"))
                .containsExactly(DESK + ";expires=60;q=0.5", MOBILE + ";expires=" + Servers.DEFAULT_EXPIRES);
        assertThat(first.has("Date")).isTrue();
        assertThat(first.toTag()).isPresent();
        assertThat(alice.register(DESK + ";expires=99999;q=1.000").all("Contact"))
                .contains(DESK + ";expires=" + Servers.MAX_EXPIRES + ";q=1");
        assertThat(alice.contacts()).hasSize(2);
    }

    @OverUdpAndTcp
    void contactsEndOneByOneOrAllAtOnce(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        alice.register(DESK, MOBILE);
        assertThat(uris(alice.register(DESK + ";expires=0"))).containsExactly("sip:alice@192.0.2.2:5070;transport=tcp");
        SipMessage none =
                alice.send(request -> with(request, "*").with("Expires", "0").with("Supported", "path"));
        assertThat(uris(none)).isEmpty();
        assertThat(alice.contacts()).isEmpty();
    }

    @OverUdpAndTcp
    void theExpiresHeaderCountsAndZeroRemoves(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        assertThat(alice.send(request -> with(request, DESK).with("Expires", "77"))
                        .all("Contact"))
                .containsExactly(DESK + ";expires=77");
        assertThat(uris(alice.send(request -> with(request, DESK).with("Expires", "0"))))
                .isEmpty();
    }

    @Test
    void anOlderRequestOfTheSameCallIs500AndChangesNothing(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        SipMessage old = alice.request();
        alice.register(DESK);
        assertThat(SipEndpoint.await(alice.start(with(old, DESK + ";expires=0")))
                        .status())
                .isEqualTo(500);
        assertThat(uris(scene.registrant(alice.aor()).register(DESK))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<sip:alice@192.0.2.1>;q=2",
                "<sip:alice@192.0.2.1>;q=high",
                "<sip:alice@192.0.2.1>;+sip.instance=\"two words\"",
                "<sip:alice@>",
                "<nothing>"
            })
    void aContactThatCannotBeIs400(String contact) {
        try (Scene scene = scene(Transport.TCP)) {
            TestRegistrant alice = scene.registrant(scene.user("alice"));
            assertThat(alice.register(contact).status()).isEqualTo(400);
            assertThat(alice.contacts()).isEmpty();
        }
    }

    @Test
    void theStarStandsAloneAndWithExpires0(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        alice.register(DESK);
        assertThat(alice.register("*").status()).isEqualTo(400);
        assertThat(alice.send(request -> with(request, "*").with("Expires", "60"))
                        .status())
                .isEqualTo(400);
        assertThat(alice.send(request -> with(with(request, "*"), MOBILE).with("Expires", "0"))
                        .status())
                .isEqualTo(400);
        assertThat(alice.contacts()).hasSize(1);
    }

    @OverUdpAndTcp
    void tooBriefIs423AndNothingOfTheRequestIsDone(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        SipMessage response = alice.register(MOBILE, DESK + ";expires=1");
        assertThat(response.status()).isEqualTo(423);
        assertThat(response.required("Min-Expires")).isEqualTo(Servers.MIN_EXPIRES);
        assertThat(alice.contacts()).isEmpty();
    }

    @Test
    void moreContactsThanMayBeAre403(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        alice.register("<sip:a@192.0.2.1>", "<sip:a@192.0.2.2>", "<sip:a@192.0.2.3>");
        assertThat(alice.register("<sip:a@192.0.2.4>").status()).isEqualTo(403);
        assertThat(alice.contacts()).hasSize(3);
    }

    @Test
    void usersOfOtherDomainsAndNoUserAre404(Scene scene) {
        assertThat(scene.registrant("sip:alice@elsewhere.example")
                        .register(DESK)
                        .status())
                .isEqualTo(404);
        String nobody = "<sip:example.org>";
        assertThat(scene.registrant(scene.user("alice"))
                        .send(request -> with(request, DESK)
                                .replacing("From", nobody + ";tag=1")
                                .replacing("To", nobody))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoBelongsToAnotherTenantDoesNotRegisterHere(Scene scene) {
        String jabber = scene.user("alice").replace("@", "@im.");
        assertThat(scene.registrant(jabber).register(DESK).status()).isEqualTo(403);
    }

    @Test
    void onlyATrustedPeerRegistersForOthers(Scene scene) {
        try (SipEndpoint proxy = SipEndpoint.open(TRUSTED)) {
            String aor = scene.user("alice");
            TestRegistrant stranger = scene.registrant(aor);
            TestRegistrant peer = new TestRegistrant(proxy, scene.target(), aor);
            String other = "<sip:proxy@example.org>;tag=1";
            assertThat(stranger.send(request -> with(request.replacing("From", other), DESK))
                            .status())
                    .isEqualTo(403);
            assertThat(uris(peer.send(request -> with(request.replacing("From", other), DESK))))
                    .containsExactly("sip:alice@192.0.2.1");
        }
    }

    @Test
    void aTrustedPeerPublishesForOthers(Scene scene) {
        try (SipEndpoint proxy = SipEndpoint.open(TRUSTED)) {
            String alice = scene.user("alice");
            TestPublisher peer = new TestPublisher(proxy, scene.target(), alice);
            String other = "<sip:pbx@example.org>;tag=1";
            assertThat(peer.send(
                                    60,
                                    request -> request.replacing("From", other)
                                            .withBody("application/pidf+xml", TestPidf.open(alice, "from the PBX")))
                            .status())
                    .isEqualTo(200);
            assertThat(scene.seen(alice)).contains("from the PBX");
        }
    }

    @OverUdpAndTcp
    void thePathIsKeptAndReturnedIfTheUserAgentKnowsOfIt(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        String path = "<sip:p1.example.org;lr>, <sip:p2.example.org;lr>";
        SipMessage unaware = alice.send(request -> with(request, DESK).with("Path", path));
        assertThat(unaware.status()).isEqualTo(420);
        assertThat(unaware.required("Unsupported")).isEqualTo("path");
        SipMessage aware = alice.send(request -> with(request, DESK)
                .with("Path", path)
                .with("Supported", "gruu, path")
                .with("Require", "path"));
        assertThat(uris(aware)).hasSize(1);
        assertThat(aware.all("Path")).containsExactly("<sip:p1.example.org;lr>", "<sip:p2.example.org;lr>");
        assertThat(alice.send(request -> with(request, DESK).with("Require", "path, gruu"))
                        .required("Unsupported"))
                .isEqualTo("gruu");
    }

    @OverUdpAndTcp
    void aNewFlowOfAnInstanceReplacesTheOldOne(Scene scene) {
        String flow = ";+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-AABBCCDDEEFF>\";reg-id=1";
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        alice.send(request -> with(request, DESK + flow).with("Supported", "outbound"));
        SipMessage again = scene.registrant(alice.aor())
                .send(request -> with(request, MOBILE + flow)
                        .with("Supported", "path, outbound")
                        .with("Path", "<sip:edge.example.org;lr;ob>"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.all("Contact")).containsExactly(MOBILE + ";expires=" + Servers.DEFAULT_EXPIRES + flow);
        assertThat(again.required("Require")).isEqualTo("outbound");
    }

    @Test
    void aFlowThatTheFirstProxyDoesNotKeepIs439(Scene scene) {
        String flow = ";+sip.instance=\"<urn:uuid:1>\";reg-id=1";
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        SipMessage response = alice.send(request -> with(request, DESK + flow)
                .with("Supported", "outbound, path")
                .with("Via", "SIP/2.0/UDP 192.0.2.9;branch=z9hG4bKfirst"));
        assertThat(response.status()).isEqualTo(439);
    }

    @OverUdpAndTcp
    void aWatcherSeesOpenThenClosedWithinASecondOfTheExpiry(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        WatcherDialog watcher = scene.subscribed(alice.aor());
        long before = System.nanoTime();
        assertThat(alice.register(DESK + ";expires=2").status()).isEqualTo(200);
        assertThat(watcher.next().text())
                .contains("<basic>open</basic>", "<contact priority=\"0\">sip:alice@192.0.2.1</contact>");
        assertThat(watcher.next().text()).contains("<basic>closed</basic>").doesNotContain("192.0.2.1");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(1900), Duration.ofMillis(3000));
    }

    @Test
    void aRefreshTellsNobodyAndKeepsTheTuple(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        WatcherDialog watcher = scene.subscribed(alice.aor());
        alice.register(DESK);
        String first = watcher.next().text();
        alice.register(DESK);
        assertThat(watcher.poll(Duration.ofMillis(700))).isEmpty();
        watcher.subscribe(300);
        assertThat(watcher.next().text()).isEqualTo(first);
    }

    @Test
    void whatIsPublishedStandsBeforeWhatIsRegistered(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        scene.publish(alice.aor(), "published");
        alice.register(DESK, MOBILE);
        WatcherDialog watcher = scene.watcher(alice.aor());
        watcher.subscribe(300);
        String text = watcher.next().text();
        assertThat(text).containsSubsequence("published", "192.0.2");
        assertThat(text.split("<tuple", -1)).hasSize(1 + 3);
    }
}
