package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
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
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Unusual requests that RFC 3261 permits, and nearly legal requests of real clients. */
class OddButLegalIT extends DeployedServerTest {

    private static final String PIDF = "application/pidf+xml";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    @OverUdpAndTcp
    void compactAndLowerCaseHeaderNamesAreRead(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice);
        SipMessage plain =
                watcher.request(300).withFirst("Via", scene.endpoint().via(scene.transport()));
        SipMessage compact = SipMessage.request("SUBSCRIBE", alice);
        for (SipMessage.Header header : plain.headers()) {
            String name = switch (header.name()) {
                case "Via" -> "v";
                case "From" -> "f";
                case "To" -> "t";
                case "Call-ID" -> "i";
                case "Contact" -> "m";
                case "Event" -> "o";
                case "CSeq" -> "cseq";
                default -> header.name().toUpperCase(Locale.ROOT);
            };
            compact = compact.with(name, header.value());
        }
        scene.endpoint().sendRaw(compact.with("l", "0").bytes(), scene.target());
        assertThat(watcher.next().state()).isEqualTo("active");
    }

    @OverUdpAndTcp
    void displayNamesAndTokensMayBeStrange(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.watcher(alice);
        String from = "\"Bob \\\"the, builder\\\" <sip:x@y> grüße\" "
                + watcher.request(300).required("From");
        String callId = "a.b-c!d%e*f_g+h`i'j~k(l)m<n>o:p\\q\"r/s[t]u?v{w}x" + UUID.randomUUID() + "@it.example";
        try (SipEndpoint phone = SipEndpoint.open()) { // the watcher does not know this dialog
            phone.receive((request, order) -> AnswerRule.ok());
            SipMessage response = SipEndpoint.await(phone.send(
                    watcher.request(300)
                            .withFirst("Via", phone.via(scene.transport()))
                            .replacing("From", from)
                            .replacing("Contact", phone.contact(scene.transport()))
                            .replacing("Call-ID", callId),
                    scene.target()));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.required("Call-ID")).isEqualTo(callId);
            assertThat(response.required("From")).contains(watcher.localTag());
        }
    }

    @OverUdpAndTcp
    void domainIsComparedWithoutCaseAndUserUnescaped(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        String same = alice.replace("alice", "%61lice").replace("example.org", "EXAMPLE.Org");
        assertThat(scene.publisher(same)
                        .publish(TestPidf.open(alice, "the same one"), 300)
                        .status())
                .isEqualTo(200);
        assertThat(watcher.next().text()).contains("the same one");
    }

    @ParameterizedTest
    @ValueSource(strings = {";transport=udp", ":5060", ";user=phone", "?subject=x"})
    void parametersOfTheRequestUriDoNotMakeAnotherUser(String more, Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        TestPublisher publisher = scene.publisher(alice);
        SipMessage response = publisher.send(
                300,
                request -> request.withStartLine("PUBLISH " + alice + more + " SIP/2.0")
                        .withBody(PIDF, TestPidf.open(alice, "with parameters")));
        assertThat(response.status()).isIn(200, 400);
        if (response.status() == 200) {
            assertThat(watcher.next().text()).contains("with parameters");
        }
    }

    /** As baresip sends it through its outbound proxy. */
    @OverUdpAndTcp
    void routeToTheServerItselfAndEmptySupportedDoNoHarm(Scene scene) {
        String self = "<sip:" + scene.target().address().getHostString() + ':'
                + scene.target().address().getPort() + ";lr>";
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        assertThat(watcher.subscribe(300, request -> request.with("Route", self).with("Supported", ""))
                        .status())
                .isEqualTo(200);
        assertThat(watcher.next().message().has("Route")).isFalse();
    }

    @Test
    void answerGoesToTheSourceIfViaHasRport(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        SipMessage request = publisher
                .request(300)
                .withFirst("Via", "SIP/2.0/UDP 192.0.2.1:9;rport;branch=z9hG4bK" + SipEndpoint.token())
                .withBody(PIDF, TestPidf.open(publisher.presentity(), "behind a NAT"));
        SipMessage response = SipEndpoint.await(scene.endpoint().send(request, scene.target()));
        assertThat(response.status()).isEqualTo(200);
        String via = response.required("Via");
        assertThat(TestHeaders.parameter(via, "rport"))
                .contains(String.valueOf(scene.endpoint().port()));
        assertThat(TestHeaders.parameter(via, "received")).contains("127.0.0.1");
    }

    /** RFC 3261 section 18.3. */
    @Test
    void bytesAfterTheBodyOfADatagramAreIgnored(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        String pidf = TestPidf.open(publisher.presentity(), "x");
        SipMessage response = publisher.send(
                300,
                request -> request.with("Content-Length", String.valueOf(pidf.length()))
                        .withBody(PIDF, pidf + "garbage after the end"));
        assertThat(response.status()).isEqualTo(200);
    }

    @OverUdpAndTcp
    void initialPublishWithExpires0IsAnsweredAndStoresNothing(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response = scene.publisher(alice).publish(TestPidf.open(alice, "for no time"), 0);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Expires")).isEqualTo("0");
        assertThat(scene.seen(alice)).doesNotContain("for no time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "2147483648"})
    void largestLifetimesAreShortened(String expires, Scene scene) {
        assertThat(scene.watcher(scene.user("alice"))
                        .subscribe(1, request -> request.replacing("Expires", expires))
                        .required("Expires"))
                .isEqualTo(Servers.MAX_EXPIRES);
    }

    @Test
    void largestCSeqIsAnsweredAsItCame(Scene scene) {
        SipMessage response = scene.watcher(scene.user("alice"))
                .subscribe(300, request -> request.replacing("CSeq", "2147483647 SUBSCRIBE"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.cseq()).isEqualTo(2147483647);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 400, 1000})
    void longCallIdsNameDialogs(int length) {
        try (Scene scene = scene(Transport.TCP)) {
            String alice = scene.user("alice");
            String callId = SipEndpoint.token() + "c".repeat(length);
            WatcherDialog watcher = scene.watcher(alice).callId(callId);
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watcher.next();
            assertThat(watcher.subscribe(300).status()).as("a refresh").isEqualTo(200);
            watcher.next();
            scene.publish(alice, "a long story");
            assertThat(watcher.next().text()).contains("a long story");
            assertThat(scene.registrant(alice)
                            .send(request ->
                                    request.replacing("Call-ID", callId).with("Contact", "<sip:a@192.0.2.1>"))
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.violations()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, EXAMPLE.org.",
        "example.org, example.ORG.:5060",
    })
    void hostsHaveSeveralSpellings(String one, String other) {
        try (Scene scene = scene(Transport.UDP)) {
            String user = "sip:" + SipEndpoint.token() + '@';
            WatcherDialog watcher = scene.subscribed(user + other);
            scene.publisher(user + one).publish(TestPidf.open(user + one, "one address"), 300);
            assertThat(watcher.next().text()).contains("one address");
        }
    }

    @Test
    void whatIsNotEscapedThoughItMustBeIsTheSameUser(Scene scene) {
        String rest = SipEndpoint.token() + "@example.org";
        WatcherDialog watcher = scene.subscribed("sip:#" + rest);
        scene.publisher("sip:%23" + rest).publish(TestPidf.open("sip:%23" + rest, "number sign"), 300);
        assertThat(watcher.next().text()).contains("number sign");
    }

    /** User agents of one family may share an address of record and nothing else. */
    @OverUdpAndTcp
    void watcherMayWatchItself(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog self = new WatcherDialog(scene.endpoint(), scene.target(), alice, alice);
        assertThat(self.subscribe(300).status()).isEqualTo(200);
        self.next();
        scene.publish(alice, "in the mirror");
        assertThat(self.next().text()).contains("in the mirror");
        assertThat(self.violations()).isEmpty();
    }
}
