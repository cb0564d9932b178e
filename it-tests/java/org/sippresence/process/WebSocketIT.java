package org.sippresence.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.hook.tls.TestAuthority;
import org.sippresence.hook.tls.TrustingEverybody;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;

/** SIP over WebSocket (RFC 7118), with the JDK's client. */
class WebSocketIT {

    private static final int PATIENCE = 20;
    private static final String ORIGIN = "https://phone.example.org";

    @TempDir
    private Path data;

    private final int port = FreePorts.next();
    private final int securePort = FreePorts.next();
    private final List<WebSocket> opened = new ArrayList<>();

    @AfterEach
    void close() {
        opened.forEach(WebSocket::abort);
    }

    private ServerProcess server(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "auth", "none", "ws_port", Integer.toString(port), "ws_origins", "https://a.example.org," + ORIGIN));
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ServerProcess.started(data, all);
    }

    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingEverybody()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The messages that have arrived. */
    private static final class Received implements WebSocket.Listener {

        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final StringBuilder part = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean isLast) {
            part.append(text);
            if (isLast) {
                messages.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            messages.add("pong " + UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(0);
        }

        private String next() throws InterruptedException {
            String message = messages.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(message).as("a message").isNotNull();
            return message;
        }

        SipMessage message() throws InterruptedException {
            return SipMessage.parse(next().getBytes(UTF_8));
        }
    }

    private WebSocket connect(String uri, Received received, String origin, String subprotocol) {
        WebSocket.Builder builder = HttpClient.newBuilder()
                .sslContext(trusting())
                .build()
                .newWebSocketBuilder()
                .subprotocols(subprotocol);
        if (!origin.isEmpty()) {
            builder.header("Origin", origin);
        }
        WebSocket socket = builder.buildAsync(URI.create(uri), received).join();
        opened.add(socket);
        return socket;
    }

    private WebSocket connect(Received received) {
        return connect("ws://127.0.0.1:" + port + "/", received, ORIGIN, "sip");
    }

    private static SipMessage request(String method, String from, String to) {
        return SipMessage.request(method, from, to)
                .withFirst("Via", "SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK" + SipEndpoint.token());
    }

    private static SipMessage options() {
        return request("OPTIONS", "sip:a@example.org", "sip:example.org");
    }

    private static void send(WebSocket socket, String text) {
        socket.sendText(text, true).join();
    }

    private static String text(SipMessage message) {
        return new String(message.bytes(), UTF_8);
    }

    private int refusal(String origin, String subprotocol) {
        try {
            connect("ws://127.0.0.1:" + port + "/", new Received(), origin, subprotocol);
            return 101;
        } catch (CompletionException e) {
            assertThat(e).hasCauseInstanceOf(WebSocketHandshakeException.class);
            return ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode();
        }
    }

    @Test
    void onlyAllowedOriginsAndTheSubprotocolOfSipAreAccepted() throws Exception {
        try (ServerProcess server = server()) {
            Received received = new Received();
            WebSocket socket = connect(received);
            assertThat(socket.getSubprotocol()).isEqualTo("sip");
            send(socket, text(options()));
            assertThat(received.message().status()).isEqualTo(200);
            assertThat(refusal("https://evil.example.com", "sip")).isEqualTo(403);
            assertThat(refusal("http://phone.example.org", "sip")).isEqualTo(403);
            assertThat(refusal("null", "sip")).isEqualTo(403);
            assertThat(refusal(ORIGIN, "xmpp")).isEqualTo(400);
            assertThat(refusal("", "sip")).isEqualTo(101);
            assertThat(server.line(line -> line.contains("ws:127.0.0.1:" + port)))
                    .isPresent();
        }
        try (ServerProcess server = server("ws_origins=")) {
            assertThat(refusal(ORIGIN, "sip")).isEqualTo(403);
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void requestsThatAreNoWebSocketHandshakeAreRejectedAndClosed() throws IOException {
        try (ServerProcess server = server()) {
            assertThat(http("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 426 ");
            assertThat(http("OPTIONS sip:example.org SIP/2.0\r\nVia: SIP/2.0/TCP a\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
            assertThat(http("GET / HTTP/1.1\r\nX: " + "y".repeat(10_000) + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 4");
            assertThat(server.running()).isTrue();
        }
    }

    private String http(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE * 1000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    @Test
    void aBrowserPublishesAndIsNotifiedOverItsSocket() throws Exception {
        TestAuthority authority = TestAuthority.in(data.resolve("ca"));
        TestAuthority.Issued own = authority.issue("own", "EC", "ip:127.0.0.1");
        try (ServerProcess server =
                server("wss_port=" + securePort, "tls_certificate=" + own.certificate(), "tls_key=" + own.key())) {
            Received received = new Received();
            WebSocket socket = connect("wss://127.0.0.1:" + securePort + "/sip", received, ORIGIN, "sip");
            SipMessage publish = request("PUBLISH", "sip:alice@example.org", "sip:alice@example.org")
                    .with("Event", "presence")
                    .with("Expires", "600")
                    .withBody("application/pidf+xml", TestPidf.open("sip:alice@example.org", "here"));
            send(socket, text(publish));
            assertThat(received.message().status()).isEqualTo(200);
            SipMessage subscribe = request("SUBSCRIBE", "sip:bob@example.org", "sip:alice@example.org")
                    .with("Contact", "<sip:bob@df7jal23ls0d.invalid;transport=ws>")
                    .with("Event", "presence")
                    .with("Expires", "600");
            send(socket, text(subscribe));
            assertThat(received.message().status()).isEqualTo(200);
            SipMessage notify = received.message();
            assertThat(notify.method()).isEqualTo("NOTIFY");
            assertThat(notify.requestUri()).isEqualTo("sip:bob@df7jal23ls0d.invalid;transport=ws");
            assertThat(notify.required("Via")).startsWith("SIP/2.0/WSS ");
            assertThat(notify.text()).contains("here");
            send(socket, text(SipMessage.response(notify, 200, "b")));
            send(
                    socket,
                    text(publish.replacing(
                                    "Via",
                                    request("PUBLISH", "sip:a@b", "sip:a@b").required("Via"))
                            .replacing("CSeq", "2 PUBLISH")
                            .withBody("application/pidf+xml", TestPidf.open("sip:alice@example.org", "there"))));
            List<SipMessage> next = List.of(received.message(), received.message());
            assertThat(next).anySatisfy(each -> assertThat(each.text()).contains("there"));
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void fragmentsPingsAndKeepAlivesAreHandledAndMalformedMessagesAnswered() throws Exception {
        try (ServerProcess server = server()) {
            Received received = new Received();
            WebSocket socket = connect(received);
            String whole = text(options());
            socket.sendText(whole.substring(0, 30), false).join();
            socket.sendText(whole.substring(30), true).join();
            assertThat(received.message().status()).isEqualTo(200);
            socket.sendPing(UTF_8.encode("x")).join();
            assertThat(received.next()).isEqualTo("pong x");
            send(socket, "\r\n\r\n");
            assertThat(received.next()).isEqualTo("\r\n");
            send(socket, text(options()).replace("Content-Length: 0", "Content-Length: 10"));
            assertThat(received.message().status()).isEqualTo(400);
            socket.sendBinary(ByteBuffer.wrap(options().bytes()), true).join();
            assertThat(received.message().status()).isEqualTo(200);
            assertThat(server.log()).doesNotContain("Exception");
        }
    }

    @Test
    void messagesThatAreTooLargeOrStayIncompleteEndTheConnection() throws Exception {
        try (ServerProcess server = server("tcp_max_message=8192", "tcp_message_timeout=1")) {
            Received large = new Received();
            WebSocket socket = connect(large);
            CompletableFuture<WebSocket> unused = socket.sendText("x".repeat(100_000), true);
            large.closed.get(PATIENCE, TimeUnit.SECONDS);
            Received half = new Received();
            connect(half).sendText("OPTIONS sip:", false).join();
            half.closed.get(PATIENCE, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThat(server.admin().metric("presence_tcp_closed_incomplete_total"))
                    .isPositive());
            assertThatThrownBy(() -> send(socket, "more")).isInstanceOf(CompletionException.class);
            Received other = new Received();
            send(connect(other), text(options()));
            assertThat(other.message().status()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(server.admin().metric("presence_tcp_waiting_bytes"))
                    .isZero());
        }
    }
}
