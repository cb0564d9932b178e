package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Random;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Hostile input: the server keeps working and reveals no internals. */
class HostileIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static final String VIA = "SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bKhostile";

    @AfterEach
    void serverGoesOn() {
        for (Transport transport : Transport.values()) {
            try (Scene scene = scene(transport)) {
                String alice = scene.user("alice");
                WatcherDialog watcher = scene.subscribed(alice);
                assertThat(scene.publish(alice, "still here").status()).isEqualTo(200);
                assertThat(watcher.next().text()).contains("still here");
            }
        }
    }

    private static void assertTellsNothing(SipMessage response) {
        assertThat(response.toString())
                .doesNotContain("Exception")
                .doesNotContain("java.")
                .doesNotContain("org.")
                .doesNotContain("\tat ")
                .doesNotContainIgnoringCase("tomcat")
                .doesNotContainIgnoringCase("hibernate");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void garbageIsIgnored(Transport transport) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Scene scene = scene(transport)) {
            for (int i = 0; i < 200; i++) {
                byte[] garbage = new byte[random.nextInt(transport == Transport.UDP ? 2000 : 60)];
                random.nextBytes(garbage);
                scene.endpoint().sendRaw(garbage, scene.target());
            }
        } catch (UncheckedIOException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void requestsWithOneByteChangedAreAnsweredOrIgnored() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Scene scene = scene(Transport.UDP)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice"));
            for (int i = 0; i < 300; i++) {
                byte[] bytes = watcher.request(5)
                        .withFirst("Via", scene.endpoint().via(Transport.UDP))
                        .bytes();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                scene.endpoint().sendRaw(bytes, scene.target());
            }
        } catch (UncheckedIOException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    @Test
    void registersWithOneByteChangedAreAnsweredOrIgnored() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Scene scene = scene(Transport.UDP)) {
            TestRegistrant alice = scene.registrant(scene.user("alice"));
            for (int i = 0; i < 300; i++) {
                byte[] bytes = alice.request()
                        .withFirst("Via", scene.endpoint().via(Transport.UDP))
                        .with("Supported", "path, outbound")
                        .with("Path", "<sip:p1.example.org;lr>, \"P\" <sip:p2.example.org;lr;ob>")
                        .with(
                                "Contact",
                                "\"A\" <sip:alice@192.0.2.1;x=y>;q=0.5;expires=7;+sip.instance=\"<urn:1>\";reg-id=1")
                        .with("Contact", "tel:+1;expires=9, <mailto:a@b>")
                        .bytes();
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                scene.endpoint().sendRaw(bytes, scene.target());
            }
        }
        try (Scene scene = scene(Transport.UDP)) { // responses to malformed requests are malformed, too
            assertThat(scene.registrant(scene.user("alice"))
                            .register("<sip:alice@192.0.2.1>")
                            .status())
                    .as("seed %d", seed)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SUBSCRIBE\r\n\r\n",
                "SUBSCRIBE sip:a@example.org SIP/2.0\r\n\r\n",
                "SUBSCRIBE sip:a@example.org SIP/2.0\r\nVia: " + VIA + "\r\n\r\n",
                "SUBSCRIBE sip:a@example.org SIP/9.0\r\nVia: " + VIA + "\r\nContent-Length: 0\r\n\r\n",
                "PUBLISH sip:a@example.org SIP/2.0\r\nVia: " + VIA + "\r\nContent-Length: 99999999\r\n\r\nshort",
                "PUBLISH sip:a@example.org SIP/2.0\r\nVia: " + VIA + "\r\nContent-Length: -1\r\n\r\n",
                "PUBLISH sip:a@example.org SIP/2.0\r\nVia: " + VIA + "\r\nCSeq: 99999999999 PUBLISH\r\n\r\n",
                "NOTIFY sip:a@example.org SIP/2.0\r\nVia: " + VIA + "\r\nFrom: <sip:x@y>\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: " + VIA + "\r\nCSeq: 1 NOTIFY\r\n\r\n",
                "SIP/2.0 999 What\r\n\r\n"
            })
    void brokenMessagesDoNoHarm(String message) {
        try (Scene scene = scene(Transport.UDP)) {
            scene.endpoint().sendRaw(message.getBytes(UTF_8), scene.target());
        }
        try (Scene scene = scene(Transport.TCP)) {
            scene.endpoint().sendRaw(message.getBytes(UTF_8), scene.target());
        }
    }

    @OverUdpAndTcp
    void methodThatIsNotOursIsRefused(Scene scene) {
        SipMessage request = scene.publisher(scene.user("alice"))
                .request(300)
                .withStartLine("BREAKFAST " + scene.user("alice") + " SIP/2.0")
                .replacing("CSeq", "1 BREAKFAST");
        SipMessage response = scene.endpoint().call(request, scene.target());
        assertThat(response.status()).isIn(405, 501);
        assertTellsNothing(response);
    }

    @Test
    void hugeHeadersAreRefusedOrServed(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        String body = TestPidf.open(publisher.presentity(), "x");
        SipMessage response = publisher.send(
                300, request -> request.with("X-Long", "y".repeat(20_000)).withBody("application/pidf+xml", body));
        assertThat(response.status()).isBetween(200, 499);
        assertTellsNothing(response);
    }

    @Test
    void longAddressesAreRefusedOrServed(Scene scene) {
        String user = "sip:" + "u".repeat(3000) + "@example.org";
        SipMessage published = scene.publish(user, "x");
        assertThat(published.status()).isBetween(200, 499);
        assertTellsNothing(published);
        SipMessage subscribed = scene.watcher(user).subscribe(300);
        assertThat(subscribed.status()).isBetween(200, 499);
        assertTellsNothing(subscribed);
        SipMessage called = scene.watcher(scene.user("bob"))
                .subscribe(300, request -> request.replacing("Call-ID", "c".repeat(3000)));
        assertThat(called.status()).isBetween(200, 499);
        assertTellsNothing(called);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1500})
    void deepXmlIsRefused(int depth, Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        String deep =
                TestPidf.document(publisher.presentity(), "<x xmlns='urn:x'>".repeat(depth) + "</x>".repeat(depth));
        SipMessage response = publisher.publish(deep, 300);
        assertThat(response.status()).isIn(400, 413);
        assertTellsNothing(response);
    }

    @Test
    void entitiesThatGrowAreRefused(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        StringBuilder laughs = new StringBuilder("<!DOCTYPE presence [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 20; i++) {
            laughs.append("<!ENTITY a")
                    .append(i)
                    .append(" '")
                    .append(("&a" + (i - 1) + ';').repeat(10))
                    .append("'>");
        }
        String body = laughs + "]>" + "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@example.org'>"
                + "<note>&a19;</note></presence>";
        SipMessage response = publisher.publish(body, 300);
        assertThat(response.status()).isEqualTo(400);
        assertTellsNothing(response);
    }

    @Test
    void hostileAddressesAreTakenAsText(Scene scene) {
        for (String user : new String[] {"a'--", "%27%3Bdrop", "a&b=c", "%00", "*"}) {
            String aor = "sip:" + user + '-' + SipEndpoint.token() + "@example.org";
            SipMessage response = scene.publisher(aor).publish(TestPidf.open("sip:a@example.org", "x"), 300);
            assertThat(response.status()).as(aor).isIn(200, 400, 404);
            assertTellsNothing(response);
        }
    }

    @Test
    void connectionsThatSayNothingHoldUpNobody() throws IOException {
        Socket[] silent = new Socket[100];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = new Socket();
            silent[i].connect(new InetSocketAddress(server().host(), server().sipPort()), 5000);
            silent[i].getOutputStream().write("PUBLISH sip:".getBytes(UTF_8));
        }
        serverGoesOn();
        for (Socket socket : silent) {
            socket.close();
        }
    }
}
