package org.sippresence.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Many connections, idle, slow and non-reading ones: their cost, and when they are closed. */
class TcpConnectionsIT {

    private static final int MANY = 500;
    private static final int PATIENCE = 15_000;
    private static final int TINY = 4_096;

    @TempDir
    private Path data;

    private final List<Socket> opened = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket each : opened) {
            each.close();
        }
    }

    private ServerProcess server(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("auth", "none"));
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ServerProcess.started(data, all);
    }

    private Socket connect(ServerProcess server) throws IOException {
        Socket socket = new Socket();
        opened.add(socket);
        socket.setReceiveBufferSize(TINY);
        socket.connect(new InetSocketAddress(server.host(), server.sipPort()), PATIENCE);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    /** The container forgets the transaction when the response is sent over TCP. */
    @Test
    void responsesOverTcpToRequestsByTheContainerAreNoError() {
        try (ServerProcess server = server("fast_udp=0");
                Scene scene = Scene.of(server, Transport.TCP)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.watcher(alice);
            assertThat(watcher.subscribe(60).status()).isEqualTo(200);
            assertThat(scene.publish(alice, "over TCP").status()).isEqualTo(200);
            watcher.awaitLast("over TCP", Duration.ofSeconds(10));
            assertThat(watcher.unsubscribe().status()).isEqualTo(200);
            assertThat(server.terminate()).isZero();
            assertThat(server.log()).doesNotContain(" ERROR ");
        }
    }

    private static byte[] options() {
        return SipMessage.request("OPTIONS", "sip:a@example.org", "sip:example.org")
                .withFirst("Via", "SIP/2.0/TCP 127.0.0.1:9;branch=z9hG4bK" + SipEndpoint.token())
                .bytes();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    /** The response up to the empty line, or what arrived before the connection ended. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private static void assertServed(Socket socket) throws IOException {
        socket.getOutputStream().write(options());
        assertThat(answer(socket)).startsWith("SIP/2.0 200 ");
    }

    /** Checks that the server closes the connection, whatever form that takes for the client. */
    private static void assertEnds(Socket socket) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private void assertRefused(ServerProcess server) throws IOException {
        try {
            assertEnds(connect(server));
        } catch (SocketException e) { // before the connection was established for the client
            assertThat(e).hasMessageContaining("reset");
        }
    }

    private static void assertCounted(ServerProcess server, String metric, int least) {
        await().untilAsserted(() ->
                assertThat(server.admin().metric("presence_" + metric)).isGreaterThanOrEqualTo(least));
    }

    private static int threads(ServerProcess server) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("Threads:".length()).strip()))
                .sum();
    }

    @Test
    void connectionsTakeNoThreadsAndAllOfThemAreServed() throws IOException {
        try (ServerProcess server = server()) {
            assertServed(connect(server));
            int before = threads(server);
            for (int i = 0; i < MANY; i++) {
                connect(server);
            }
            assertThat(threads(server)).isLessThan(before + 20);
            assertCounted(server, "tcp_connections", MANY + 1);
            for (Socket each : opened) {
                assertServed(each);
            }
            assertThat(threads(server)).isLessThan(before + 40);
        }
    }

    /** RFC 5626 section 4.4.1. */
    @Test
    void aSilentConnectionEndsAndOneWithKeepAlivesStays() throws IOException {
        try (ServerProcess server = server("tcp_idle_timeout=2")) {
            Socket silent = connect(server);
            Socket living = connect(server);
            long until = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (System.nanoTime() < until) {
                write(living, "\r\n\r\n");
                assertThat(living.getInputStream().readNBytes(2)).isEqualTo("\r\n".getBytes(US_ASCII));
                Waiting.during(Duration.ofMillis(500));
            }
            assertEnds(silent);
            assertServed(living);
            assertCounted(server, "tcp_closed_idle_total", 1);
        }
    }

    @Test
    void aRequestThatDripsInEndsItsConnection() throws IOException {
        try (ServerProcess server = server("tcp_message_timeout=1")) {
            Socket slow = connect(server);
            byte[] request = options();
            long begun = System.nanoTime();
            IOException ended = null;
            for (int i = 0; i < request.length && ended == null; i++) {
                try {
                    slow.getOutputStream().write(request[i]);
                } catch (IOException e) {
                    ended = e;
                }
                Waiting.during(Duration.ofMillis(100));
            }
            assertThat(ended).isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
            assertCounted(server, "tcp_closed_incomplete_total", 1);
            Socket body = connect(server);
            write(body, new String(options(), US_ASCII).replace("Content-Length: 0", "Content-Length: 10") + "half");
            assertEnds(body);
            assertCounted(server, "tcp_closed_incomplete_total", 2);
        }
    }

    @Test
    void aSourceAndAllOfThemHaveSoManyConnections() throws IOException {
        try (ServerProcess server = server("tcp_max_connections_per_source=3")) {
            for (int i = 0; i < 3; i++) {
                assertServed(connect(server));
            }
            assertRefused(server);
            assertCounted(server, "tcp_refused_source_total", 1);
            opened.get(0).close();
            await().ignoreExceptions().untilAsserted(() -> assertServed(connect(server)));
        }
        try (ServerProcess server =
                server("tcp_max_connections=3", "tcp_max_connections_per_source=1", "trusted_peers=127.0.0.0/8")) {
            for (int i = 0; i < 3; i++) {
                assertServed(connect(server));
            }
            assertRefused(server);
            assertCounted(server, "tcp_refused_total", 1);
            server.awaitLine("TCP connections were refused since the last such line", Duration.ofSeconds(10));
        }
    }

    @Test
    void aPeerThatDoesNotReadIsDroppedAndOthersGoOn() throws IOException {
        try (ServerProcess server = server("tcp_max_unsent=8192")) {
            Socket deaf = connect(server);
            byte[] request = options();
            IOException ended = null;
            for (int i = 0; i < 200_000 && ended == null; i++) {
                try {
                    deaf.getOutputStream().write(request);
                } catch (IOException e) {
                    ended = e;
                }
            }
            assertThat(ended).isNotNull();
            assertCounted(server, "tcp_closed_unread_total", 1);
            assertServed(connect(server));
        }
    }

    @Test
    void aMessageBeyondTheBoundIsRefusedBeforeItsBodyCame() throws IOException {
        try (ServerProcess server = server("tcp_max_message=8192")) {
            Socket large = connect(server);
            write(large, new String(options(), US_ASCII).replace("Content-Length: 0", "Content-Length: 2000000000"));
            assertThat(answer(large)).startsWith("SIP/2.0 513 Message Too Large\r\n");
            assertEnds(large);
            Socket endless = connect(server);
            write(endless, new String(options(), US_ASCII).replace("\r\n\r\n", "\r\nX: " + "y".repeat(70_000)));
            assertThat(answer(endless)).startsWith("SIP/2.0 513 Message Too Large\r\n");
            assertEnds(endless);
            assertCounted(server, "tcp_closed_too_large_total", 2);
        }
    }

    @Test
    void peersThatGoAwayInTheMiddleLeaveNoTraceInTheLog() throws IOException {
        try (ServerProcess server = server()) {
            assertServed(connect(server));
            long before = server.log().lines().count();
            for (int i = 0; i < 100; i++) {
                Socket leaving = connect(server);
                leaving.getOutputStream().write(options());
                write(leaving, i % 2 == 0 ? "PUBLISH sip:" : "");
                leaving.setSoLinger(i % 3 != 0, 0);
                leaving.close();
            }
            assertServed(connect(server));
            await().untilAsserted(() -> assertThat(server.admin().metric("presence_tcp_connections"))
                    .isEqualTo(2));
            assertThat(server.log().lines().count()).isEqualTo(before);
        }
    }

    /** Each stays below its own bound; together they exceed an eighth of the heap. */
    @Test
    void manyHalfMessagesTogetherDoNotFillTheHeap() throws IOException {
        try (ServerProcess server = server()) {
            String half = new String(options(), US_ASCII).replace("Content-Length: 0", "Content-Length: 1000000")
                    + "x".repeat(900_000);
            for (int i = 0; i < 200; i++) {
                try {
                    write(connect(server), half);
                } catch (SocketException e) {
                    assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe.*");
                }
            }
            assertCounted(server, "tcp_closed_memory_total", 1);
            for (Socket each : opened) {
                each.close();
            }
            await().untilAsserted(() -> assertThat(server.admin().metric("presence_tcp_waiting_bytes"))
                    .isZero());
            assertServed(connect(server));
        }
    }
}
