package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Datagrams and connections: sizes, fragments, and unreachable peers. */
class TransportIT extends DeployedServerTest {

    private static final Duration WITHOUT_DELAY = Duration.ofSeconds(2);

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    /** RFC 3261 section 18.1.1: requests too large for a datagram are sent over TCP. */
    @OverUdpAndTcp
    void documentLargerThanADatagramArrives(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        for (int i = 0; i < 5; i++) {
            String words = "part " + i + " " + "x".repeat(Servers.MAX_BODY - 1000);
            assertThat(scene.publish(alice, words).status()).isEqualTo(200);
        }
        Notification whole =
                watcher.awaitLast(last -> last.text().length() > 5 * (Servers.MAX_BODY - 1000), Duration.ofSeconds(10));
        assertThat(whole.text()).contains("part 0", "part 1", "part 2", "part 3", "part 4");
    }

    @Test
    void contactNamesTheTransportOfNotify(Scene scene) {
        WatcherDialog watcher =
                scene.watcher(scene.user("alice")).contact(scene.endpoint().contact(Transport.TCP));
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertThat(watcher.next().message().required("Via")).startsWith("SIP/2.0/TCP");
    }

    @Test
    void aProxyThatAddedNoRouteIsNotTheWayToItsClient() {
        try (Scene scene = scene(Transport.TCP)) {
            String via = scene.endpoint().via(Transport.UDP);
            WatcherDialog watcher =
                    scene.watcher(scene.user("alice")).contact(scene.endpoint().contact(Transport.UDP));
            assertThat(watcher.subscribe(300, request -> request.withFirst("Via", via))
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.next().message().required("Via")).startsWith("SIP/2.0/UDP");
        }
    }

    @Test
    void messagesInPiecesAndKeepAlivesBetweenThemAreRead() throws IOException {
        try (Scene scene = scene(Transport.TCP);
                Socket socket = new Socket(
                        scene.target().address().getAddress(),
                        scene.target().address().getPort())) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            byte[] one = publish(scene, publisher);
            byte[] two = publish(scene, scene.publisher(scene.user("bob")));
            OutputStream out = socket.getOutputStream();
            out.write("\r\n\r\n".getBytes(UTF_8));
            for (byte each : one) {
                out.write(each);
            }
            out.write("\r\n\r\n".getBytes(UTF_8));
            out.write(join(two, publish(scene, scene.publisher(scene.user("eve")))));
            InputStream in = socket.getInputStream();
            assertThat(responses(in, 3)).isEqualTo(3);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] publish(Scene scene, TestPublisher publisher) {
        return publisher
                .request(300)
                .withFirst("Via", scene.endpoint().via(Transport.TCP))
                .withBody("application/pidf+xml", TestPidf.open(publisher.presentity(), "x"))
                .bytes();
    }

    /** Reads until the expected number of 200 responses has arrived. */
    private static int responses(InputStream in, int expected) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        int found = 0;
        while (found < expected) {
            int read = in.read(buffer);
            if (read < 0) {
                return found;
            }
            text.append(new String(buffer, 0, read, UTF_8));
            found = text.toString().split("SIP/2\\.0 200 ", -1).length - 1;
        }
        return found;
    }

    @Test
    void subscriberWhoseConnectionEndedIsConnectedTo() throws IOException {
        try (Scene scene = scene(Transport.TCP);
                Scene elsewhere = scene(Transport.TCP)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = new WatcherDialog(
                            elsewhere.endpoint(), elsewhere.target(), scene.user("bob"), alice)
                    .listenAt(scene.endpoint())
                    .contact(scene.endpoint().contact(Transport.TCP));
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            watcher.next();
            elsewhere.endpoint().close();
            scene.publish(alice, "on a new connection");
            // the first one may come once more: its response may not have arrived
            watcher.awaitLast(last -> last.text().contains("on a new connection"), Duration.ofSeconds(10));
        }
    }

    /** Peers that refuse connections, that accept and stay silent, and whose backlog is full, so that connecting blocks. */
    @OverUdpAndTcp
    void watchersThatCannotBeReachedByTcpHoldUpNobody(Scene scene) throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fillers = fill(full);
            String alice = scene.user("alice");
            List<WatcherDialog> living = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                living.add(scene.subscribed(alice));
                for (int port : new int[] {1, silent.getLocalPort(), full.getLocalPort()}) {
                    SipMessage response = scene.watcher(alice)
                            .contact("<sip:dead" + i + "@127.0.0.1:" + port + ";transport=tcp>")
                            .subscribe(300);
                    assertThat(response.status()).isEqualTo(200);
                }
            }
            TestPublisher publisher = scene.publisher(alice);
            for (int change = 0; change < 5; change++) {
                publisher.publishOpen("change " + change);
                for (WatcherDialog watcher : living) {
                    assertThat(watcher.next(WITHOUT_DELAY).text()).contains("change " + change);
                }
            }
            for (Socket filler : fillers) {
                filler.close();
            }
        }
    }

    private static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> fillers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException e) {
                break;
            }
        }
        return fillers;
    }
}
