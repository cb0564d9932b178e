package org.sippresence.process;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.hook.tls.TestAuthority;
import org.sippresence.hook.tls.TrustingEverybody;
import org.sippresence.sipclient.FreePorts;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;

/** SIP over TLS: certificates, clients with and without one, NOTIFYs to watchers with TLS. */
class TlsIT {

    private static final int PATIENCE = 20_000;
    private static final int SHORT = 3_000;

    @TempDir
    private static Path certificates;

    private static TestAuthority authority;
    private static TestAuthority.Issued first;
    private static TestAuthority.Issued second;
    private static TestAuthority.Issued local;

    @TempDir
    private Path data;

    private final int port = FreePorts.next();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void issue() throws IOException {
        authority = TestAuthority.in(certificates);
        first = authority.issue("first", "EC", "dns:first.example.org");
        second = authority.issue("second", "RSA", "dns:second.example.org");
        local = authority.issue("local", "EC", "ip:127.0.0.1");
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ServerProcess server(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "auth",
                "none",
                "tls_port",
                Integer.toString(port),
                "tls_certificate",
                first.certificate() + "," + second.certificate(),
                "tls_key",
                first.key() + "," + second.key(),
                "tls_authorities",
                authority.certificate().toString()));
        for (String setting : settings) {
            all.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return ServerProcess.started(data, all);
    }

    /** A context that trusts everybody, with this certificate if there is one. */
    private static SSLContext context(TestAuthority.Issued... own) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            if (own.length > 0) {
                char[] password = TestAuthority.PASSWORD.toCharArray();
                keys.init(KeyStore.getInstance(own[0].keystore().toFile(), password), password);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own.length > 0 ? keys.getKeyManagers() : null, new TrustManager[] {new TrustingEverybody()}, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private SSLSocket connect(String name, TestAuthority.Issued... own) throws IOException {
        SSLSocket socket = (SSLSocket) context(own).getSocketFactory().createSocket("127.0.0.1", port);
        opened.add(socket);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static String subject(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private static SipMessage options() {
        return SipMessage.request("OPTIONS", "sip:a@example.org", "sip:example.org")
                .withFirst("Via", "SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bK" + SipEndpoint.token());
    }

    private static SipMessage read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection has ended after " + text);
            }
            text.append((char) next);
        }
        SipMessage head = SipMessage.parse(text.toString().getBytes(US_ASCII));
        byte[] body = in.readNBytes(Integer.parseInt(head.required("Content-Length")));
        return body.length == 0 ? head : head.withBody(head.required("Content-Type"), body);
    }

    private static void assertServed(Socket socket) throws IOException {
        socket.getOutputStream().write(options().bytes());
        assertThat(read(socket.getInputStream()).status()).isEqualTo(200);
    }

    @Test
    void aClientGetsTheCertificateOfTheNameThatItAsksFor() throws IOException {
        try (ServerProcess server = server()) {
            for (String name : List.of("first", "second")) {
                SSLSocket socket = connect(name + ".example.org");
                assertServed(socket);
                assertThat(subject(socket)).isEqualTo("CN=" + name);
            }
            SSLSocket unknown = connect("other.example.com");
            assertServed(unknown);
            assertThat(subject(unknown)).isEqualTo("CN=first");
            assertThat(server.line(line -> line.contains("tls:127.0.0.1:" + port)))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void opensslVerifiesTheServerAndIsAnswered(String version) throws Exception {
        try (ServerProcess server = server()) {
            Process process = new ProcessBuilder(
                            "openssl",
                            "s_client",
                            "-quiet",
                            version,
                            "-connect",
                            "127.0.0.1:" + port,
                            "-servername",
                            "second.example.org",
                            "-CAfile",
                            authority.certificate().toString(),
                            "-verify_return_error",
                            "-verify_hostname",
                            "second.example.org")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            opened.add(process::destroyForcibly);
            process.getOutputStream().write(options().bytes());
            process.getOutputStream().flush();
            assertThat(read(process.getInputStream()).status()).isEqualTo(200);
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void theVersionsBeforeTls12AreRefused() throws IOException {
        try (ServerProcess server = server()) {
            SSLSocket old = connect("first.example.org");
            assertThatThrownBy(() -> {
                        old.setEnabledProtocols(new String[] {"TLSv1.1"});
                        old.startHandshake();
                    })
                    .isInstanceOf(IOException.class);
            assertServed(connect("first.example.org"));
            assertThat(server.running()).isTrue();
        }
    }

    @Test
    void changedFilesAreUsedForNewConnectionsAndOldOnesGoOn() throws IOException {
        Path certificate = Files.copy(first.certificate(), data.resolve("own.pem"));
        Path key = Files.copy(first.key(), data.resolve("own.key"));
        try (ServerProcess server = server("tls_certificate=" + certificate, "tls_key=" + key)) {
            List<SSLSocket> old = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                old.add(connect("any.example.org"));
                assertServed(old.get(i));
            }
            Files.copy(second.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
            server.awaitLine("the changed certificate files are not used", Duration.ofSeconds(20));
            assertThat(subject(connect("any.example.org"))).isEqualTo("CN=first");
            Files.copy(second.key(), key, StandardCopyOption.REPLACE_EXISTING);
            await().untilAsserted(() ->
                    assertThat(subject(connect("any.example.org"))).isEqualTo("CN=second"));
            for (SSLSocket each : old) {
                assertServed(each);
                assertThat(subject(each)).isEqualTo("CN=first");
            }
        }
    }

    @Test
    void onlyClientsWithACertificateOfTheAuthorityAreServedIfOneIsNeeded() throws IOException {
        try (ServerProcess server = server("tls_client=need")) {
            assertServed(connect("first.example.org", second));
            TestAuthority.Issued foreign =
                    TestAuthority.in(data.resolve("foreign")).issue("foreign", "EC", "dns:proxy.example.org");
            assertThatThrownBy(() -> assertServed(connect("first.example.org", foreign)))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> assertServed(connect("first.example.org"))).isInstanceOf(IOException.class);
            assertThat(server.log()).doesNotContain("Exception");
        }
    }

    @Test
    void aHandshakeThatDoesNotGoOnEndsTheConnection() throws IOException {
        try (ServerProcess server = server("tcp_message_timeout=1");
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), port);
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
            silent.setSoTimeout(PATIENCE);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            await().untilAsserted(() -> assertThat(server.admin().metric("presence_tcp_closed_incomplete_total"))
                    .isPositive());
            plain.setSoTimeout(PATIENCE);
            assertEnds(plain);
            assertServed(connect("first.example.org"));
        }
    }

    /** Sends SIP without TLS. */
    private static void assertEnds(Socket socket) throws IOException {
        try {
            socket.getOutputStream().write(options().bytes());
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .doesNotContain("SIP/2.0");
        } catch (SocketException e) {
            assertThat(e).hasMessageMatching("Connection reset.*|Broken pipe.*");
        }
    }

    private SSLServerSocket watcher(TestAuthority.Issued own) throws IOException {
        SSLServerSocket listening =
                (SSLServerSocket) context(own).getServerSocketFactory().createServerSocket(0);
        opened.add(listening);
        listening.setSoTimeout(PATIENCE);
        return listening;
    }

    /** Subscribes through a proxy, so that NOTIFYs go to the Contact and not over the connection of the SUBSCRIBE. */
    private void subscribe(String contact) throws IOException {
        SSLSocket socket = connect("first.example.org");
        SipMessage subscribe = SipMessage.request("SUBSCRIBE", "sip:watcher@example.org", "sip:alice@example.org")
                .withFirst("Via", "SIP/2.0/TLS 127.0.0.1:9;branch=z9hG4bK" + SipEndpoint.token())
                .with("Via", "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK" + SipEndpoint.token())
                .with("Contact", contact)
                .with("Event", "presence")
                .with("Expires", "600");
        socket.getOutputStream().write(subscribe.bytes());
        SipMessage response = read(socket.getInputStream());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.required("Contact")).contains("transport=tls");
    }

    /** RFC 5922 section 7.2. */
    @Test
    void aNotifyIsSentToAWatcherWhoseCertificateNamesItsHostAndToNoOther() throws IOException {
        try (ServerProcess server = server()) {
            SSLServerSocket wrong = watcher(second);
            subscribe("<sip:watcher@127.0.0.1:" + wrong.getLocalPort() + ";transport=tls>");
            try (SSLSocket connection = (SSLSocket) wrong.accept()) {
                connection.setSoTimeout(SHORT);
                assertThatThrownBy(() -> read(connection.getInputStream()))
                        .isInstanceOfAny(SSLException.class, SocketTimeoutException.class, IOException.class)
                        .hasMessageNotContaining("NOTIFY");
            }
            SSLServerSocket right = watcher(local);
            subscribe("<sips:watcher@127.0.0.1:" + right.getLocalPort() + ">");
            try (SSLSocket connection = (SSLSocket) right.accept()) {
                connection.setSoTimeout(PATIENCE);
                SipMessage notify = read(connection.getInputStream());
                assertThat(notify.method()).isEqualTo("NOTIFY");
                assertThat(notify.required("Via")).startsWith("SIP/2.0/TLS ");
                connection
                        .getOutputStream()
                        .write(SipMessage.response(notify, 200, "w").bytes());
                assertThat(server.running()).isTrue();
            }
        }
    }
}
