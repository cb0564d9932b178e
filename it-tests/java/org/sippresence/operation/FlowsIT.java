package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.NatRelay;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Phones behind NAT: their Contact is an address that only their own network knows. */
class FlowsIT extends DeployedServerTest {

    private static final String OUTSIDE = "127.0.0.3";
    private static final String CONTACT = "sip:bob@192.168.55.9:5062";
    private static final int CHANGES = 500;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private static WatcherDialog phone(Scene scene, SipEndpoint endpoint, NatRelay nat, String presentity) {
        return new WatcherDialog(endpoint.symmetric(), nat.target(), scene.user("bob"), presentity)
                .contact('<' + CONTACT + '>');
    }

    private static void publish(TestPublisher publisher, WatcherDialog watcher, int from, int to) {
        for (int i = from; i < to; i++) {
            publisher.publishOpen("change " + i + '.');
            assertThat(watcher.next().text()).contains("change " + i + '.');
        }
    }

    @OverUdpAndTcp
    void aThousandChangesReachAPhoneBehindANatWhoseMappingChanges(Scene scene) {
        try (SipEndpoint endpoint = SipEndpoint.open();
                NatRelay nat = new NatRelay(scene.target(), OUTSIDE)) {
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            WatcherDialog watcher = phone(scene, endpoint, nat, publisher.presentity());
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertThat(watcher.next().message().requestUri()).isEqualTo(CONTACT);
            publish(publisher, watcher, 0, CHANGES);
            nat.remap();
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watcher.next();
            publish(publisher, watcher, CHANGES, 2 * CHANGES);
            assertThat(watcher.unsubscribe().status()).isEqualTo(200);
            assertThat(watcher.next().state()).startsWith("terminated");
            assertThat(watcher.violations()).isEmpty();
        }
    }

    /** The request of anyone who has seen the dialog, but is not its watcher or does not know its CSeq. */
    @OverUdpAndTcp
    void aRequestThatIsRefusedDoesNotMoveTheFlow(Scene scene) {
        try (SipEndpoint endpoint = SipEndpoint.open();
                NatRelay nat = new NatRelay(scene.target(), OUTSIDE);
                NatRelay elsewhere = new NatRelay(scene.target(), OUTSIDE)) {
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            WatcherDialog watcher = phone(scene, endpoint, nat, publisher.presentity());
            watcher.subscribe(300);
            watcher.next();
            SipMessage refresh = watcher.request(300);
            SipMessage stolen = refresh.replacing(
                    "From", refresh.required("From").replace(scene.user("bob"), scene.user("mallory")));
            assertThat(endpoint.call(stolen, elsewhere.target()).status()).isEqualTo(403);
            SipMessage late = refresh.replacing("CSeq", "1 SUBSCRIBE").replacing("Expires", "299");
            SipMessage answer = endpoint.call(late, elsewhere.target());
            assertThat(answer.status()).as("repeated, but not refused").isEqualTo(200);
            watcher.next();
            publish(publisher, watcher, 0, 3);
        }
    }

    @OverUdpAndTcp
    void messagesReachARegisteredPhoneBehindANatAsLongAsItsFlowLives(Scene scene) throws InterruptedException {
        try (SipEndpoint endpoint = SipEndpoint.open();
                NatRelay nat = new NatRelay(scene.target(), OUTSIDE)) {
            BlockingQueue<SipMessage> received = new LinkedBlockingQueue<>();
            endpoint.symmetric().receive((request, order) -> {
                received.add(request);
                return AnswerRule.ok();
            });
            String alice = scene.user("alice");
            TestRegistrant phone = new TestRegistrant(endpoint, nat.target(), alice);
            assertThat(phone.register('<' + CONTACT + '>').status()).isEqualTo(200);
            assertThat(scene.message(scene.user("bob"), alice, "one").status()).isEqualTo(200);
            SipMessage relayed = received.poll(10, TimeUnit.SECONDS);
            assertThat(relayed.requestUri()).isEqualTo(CONTACT);
            assertThat(relayed.all("Route")).isEmpty();
            nat.remap();
            if (scene.transport() == Transport.TCP) {
                assertThat(scene.message(scene.user("bob"), alice, "lost").status())
                        .as("until the phone registers again")
                        .isEqualTo(480);
            }
            assertThat(phone.register('<' + CONTACT + '>').status()).isEqualTo(200);
            assertThat(scene.message(scene.user("bob"), alice, "two").status()).isEqualTo(200);
            assertThat(received.poll(10, TimeUnit.SECONDS).body()).isEqualTo("two".getBytes(StandardCharsets.UTF_8));
        }
    }

    /** RFC 6223. */
    @OverUdpAndTcp
    void keepAlivesAreAgreedOn(Scene scene) {
        String via = scene.endpoint().via(scene.transport()) + ";keep";
        SipMessage registered = scene.endpoint()
                .send(scene.registrant(scene.user("alice")).request().withFirst("Via", via), scene.target())
                .join();
        assertThat(registered.status()).isEqualTo(200);
        assertThat(registered.required("Via")).contains(scene.transport() == Transport.UDP ? ";keep=30" : ";keep=120");
    }

    @Test
    void stunIsAnsweredOnTheSipPort(Scene scene) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(OUTSIDE))) {
            socket.setSoTimeout(10_000);
            byte[] request = HexFormat.of().parseHex("000100002112a442b7e7a701bc34d686fa87dfae");
            socket.send(
                    new DatagramPacket(request, request.length, scene.target().address()));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            ByteBuffer read = ByteBuffer.wrap(answer.getData(), 0, answer.getLength());
            assertThat(read.getShort(0)).isEqualTo((short) 0x0101);
            assertThat((read.getShort(26) ^ 0x2112) & 0xFFFF).isEqualTo(socket.getLocalPort());
            assertThat(read.getInt(28) ^ 0x2112a442).isEqualTo(0x7f000003);
        }
    }

    /** The phone is not behind NAT, but nobody listens at its Contact. */
    @OverUdpAndTcp
    void aContactWithAClosedPortIsReachedByTheFlow(Scene scene) {
        scene.endpoint().symmetric();
        String contact = "sip:bob@127.0.0.1:9;transport=" + scene.transport().parameter();
        WatcherDialog watcher = scene.watcher(scene.user("alice")).contact('<' + contact + '>');
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertThat(watcher.next(Duration.ofSeconds(3)).message().requestUri()).isEqualTo(contact);
    }
}
