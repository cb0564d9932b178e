package org.sippresence.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.SystemMariaDb;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

/**
 * The size of the log depends on the kinds of failures, not on the number of requests; it contains no text of untrusted
 * peers.
 */
class LogSizeIT {

    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (ERROR|WARN |INFO |DEBUG|TRACE) \\w+ .*";
    private static final int ANSWER_MS = 1_000;
    private static final int TIMES = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private ServerProcess started(Map<String, String> more, String... jvmOptions) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("auth", "none");
        return ServerProcess.started(directory.resolve("data"), settings, String.join(" ", jvmOptions));
    }

    @Test
    void oneOfEverythingAThousandTimesIsAFewLinesWithoutAnythingOfIt() throws IOException {
        try (ServerProcess server = started(Map.of())) {
            int atStart = lines(server).size();
            List<String> sip = sendOneOfEverything(server);
            assertServes(server);
            assertThat(lines(server)).as(server.log()).hasSizeLessThanOrEqualTo(atStart + 5);

            sendOverUdp(server, sip, TIMES / 10);
            sendOverUdp(server, sip.subList(0, 8), TIMES);
            assertServes(server);
            assertThat(stopped(server)).isZero();

            assertThat(lines(server)).as(server.log()).hasSizeLessThanOrEqualTo(atStart + 10);
            assertThat(server.log()).hasSizeLessThan(8_192);
            assertHarmless(server);
        }
    }

    @Test
    void theFinestLevelsShowNothingOfItEither() throws IOException {
        try (ServerProcess server = started(Map.of("log_level", "trace"), "-Dcontainer_log_level=TRACE")) {
            sendOneOfEverything(server);
            assertServes(server);
            assertThat(stopped(server)).isZero();

            assertThat(server.log()).contains("DEBUG");
            assertHarmless(server);
        }
    }

    private static List<String> sendOneOfEverything(ServerProcess server) throws IOException {
        List<String> sip = StrangersMessages.sip(server);
        for (String message : sip) {
            sendOverTcp(server.sipPort(), message.replace("TRANSPORT", "TCP"));
        }
        for (String message : StrangersMessages.http(ServerProcess.ADMIN_TOKEN)) {
            sendOverTcp(server.httpPort(), message);
        }
        sendOverUdp(server, sip, 1);
        return sip;
    }

    @Test
    void refusalsWhileTheDatabaseIsAwayAreAFewLines() throws IOException {
        try (SystemMariaDb database = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
                ServerProcess server = started(Map.of("db_url", database.url(), "db_user", database.user()));
                Scene scene = Scene.of(server, Transport.UDP)) {
            scene.subscribed(scene.user("alice"));
            int before = lines(server).size();

            database.kill9();
            for (int i = 0; i < 50; i++) {
                String user = scene.user("u" + i);
                assertThat(scene.publish(user, "x").status()).isEqualTo(503);
                assertThat(scene.watcher(user).subscribe(60).status()).isEqualTo(503);
                assertThat(scene.registrant(user).register("<sip:u@192.0.2.1>").status())
                        .isEqualTo(503);
                sendOverTcp(
                        server.httpPort(),
                        "GET /api/v1/presentities/sip%3Anew" + i + "%40example.org HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                + "Authorization: Bearer " + ServerProcess.ADMIN_TOKEN
                                + "\r\nConnection: close\r\n\r\n");
            }
            database.start();
            server.awaitLine("the database is back", Duration.ofSeconds(10));
            assertServes(server);
            assertThat(stopped(server)).isZero();

            assertThat(lines(server)).as(server.log()).hasSizeLessThanOrEqualTo(before + 10);
            assertThat(server.log()).contains("the database is away");
            assertHarmless(server);
        }
    }

    @Test
    void refusalsWhileTheDiskIsFullAreAFewLinesAndItServesAgainWhenThereIsRoom()
            throws IOException, InterruptedException {
        Path disk = Files.createDirectories(directory.resolve("disk"));
        Assumptions.assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()), "needs root");
        try (ServerProcess server = started(Map.of("db_url", "jdbc:h2:file:" + disk.resolve("presence")));
                Scene scene = Scene.of(server, Transport.UDP)) {
            int before = lines(server).size();
            Path filler = disk.resolve("filler");
            fill(filler);
            int refused = 0;
            for (int i = 0; i < 200; i++) {
                int status = publishLarge(scene, "u" + i);
                assertThat(status).isIn(200, 503);
                refused += status == 503 ? 1 : 0;
            }
            assertThat(refused).as(server.log()).isGreaterThan(50);
            Files.delete(filler);
            await().untilAsserted(() -> assertThat(publishLarge(scene, "u0")).isEqualTo(200));
            sendOverUdp(server, List.of(), 1);
            stopped(server);

            assertThat(lines(server)).as(server.log()).hasSizeLessThanOrEqualTo(before + 15);
            assertHarmless(server);
        } finally {
            run("umount", disk.toString());
        }
    }

    private static int publishLarge(Scene scene, String name) {
        String user = scene.user(name);
        return scene.publish(user, "x".repeat(10_000)).status();
    }

    private static void fill(Path file) throws IOException {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(file)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("space");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Stops the server by SIGTERM; the output is complete then. */
    private static int stopped(ServerProcess server) {
        server.signal("TERM");
        return server.exitCode();
    }

    private static List<String> lines(ServerProcess server) {
        return server.log().lines().toList();
    }

    /** Standard output and standard error are merged, so output that bypasses the log is checked, too. */
    private static void assertHarmless(ServerProcess server) {
        assertThat(lines(server)).allSatisfy(line -> assertThat(line).matches(LINE + "|READY .*"));
        assertThat(server.log()).doesNotContain(StrangersMessages.SECRET, ServerProcess.ADMIN_TOKEN);
    }

    private static void assertServes(ServerProcess server) {
        for (Transport transport : Transport.values()) {
            try (Scene scene = Scene.of(server, transport)) {
                String alice = scene.user("alice");
                assertThat(scene.publish(alice, "x").status()).as(server.log()).isEqualTo(200);
            }
        }
    }

    /** Closes the connection after the first response, or at once if there is none. */
    private static void sendOverTcp(int port, String message) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(message.startsWith("ACK") || message.length() < 100 ? 20 : ANSWER_MS / 5);
            socket.getOutputStream()
                    .write(message.replace("PORT", String.valueOf(socket.getLocalPort()))
                            .getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            String start = new String(in.readNBytes(12), UTF_8);
            assertThat(start).doesNotEndWith(" 500");
        } catch (SocketTimeoutException e) {
            // no response: the connection ends in the middle of the message
        }
    }

    /** Sends all messages the given number of times; waits after each round until the server has read them. */
    private static void sendOverUdp(ServerProcess server, List<String> messages, int times) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(server.host(), 0))) {
            socket.connect(new InetSocketAddress(server.host(), server.sipPort()));
            socket.setSoTimeout(ANSWER_MS);
            for (int i = 0; i < times; i++) {
                String round = "r" + times + '-' + i;
                for (String message : messages) {
                    byte[] bytes = message.replace("TRANSPORT", "UDP")
                            .replace("PORT", String.valueOf(socket.getLocalPort()))
                            .replace(StrangersMessages.ROUND, round)
                            .getBytes(UTF_8);
                    socket.send(new DatagramPacket(bytes, bytes.length));
                }
                awaitAnswer(socket);
            }
        }
    }

    /** Waits for the response to the OPTIONS that follows them; other responses are discarded, but none may be 500. */
    private static void awaitAnswer(DatagramSocket socket) throws IOException {
        SipMessage options = SipMessage.request("OPTIONS", "sip:bob@example.org", "sip:bob@example.org");
        String callId = options.required("Call-ID");
        byte[] last = options.withFirst(
                        "Via",
                        "SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bK" + SipEndpoint.token())
                .bytes();
        socket.send(new DatagramPacket(last, last.length));
        DatagramPacket packet = new DatagramPacket(new byte[65_000], 65_000);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                socket.send(new DatagramPacket(last, last.length)); // the OPTIONS may be lost among so many datagrams
                continue;
            }
            String text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            assertThat(text).doesNotStartWith("SIP/2.0 500");
            if (text.startsWith("SIP/2.0 ") && text.contains(callId)) {
                return;
            }
        }
        throw new AssertionError("no answer to OPTIONS");
    }
}
