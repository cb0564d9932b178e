package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.DigestUser;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;
import org.sippresence.testkit.DigestAnswer;

/** The audit log of a running server, and the limit of failed authentications over HTTP. */
class AuditIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final String GUESS = "wrong-guess-of-a-secret-0001";
    private static final String ALICE = "/api/v1/subscribers/sip:alice@example.org";
    private static final String RULES = "/xcap/pres-rules/users/sip:alice@example.org/index";
    private static final String DOCUMENT = "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy'/>";
    private static final int TRIES = 40;

    @TempDir
    private Path directory;

    private Path data() {
        return directory.resolve("data");
    }

    private Path log() {
        return data().resolve("audit.log");
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }

    /** Sends a GET from a source address of the loopback; returns the whole response. */
    private static String get(ServerProcess server, String source, String path, String authorization) {
        try (Socket socket =
                new Socket(InetAddress.getByName(server.host()), server.httpPort(), InetAddress.getByName(source), 0)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n"
                                    + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                                    + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    private List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(log())) {
                lines.add(MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    private List<JsonNode> awaitLines(Predicate<JsonNode> like) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> lines().stream().filter(like).toList(), found -> !found.isEmpty());
    }

    private static Predicate<JsonNode> refusedFrom(String source) {
        return line -> line.path("action").asText().equals("authentication.refused")
                && line.path("source").asText().equals(source);
    }

    @Test
    void fortyWrongTokensAreSlowedDownLoggedAndRecordedWhileTheAdministratorIsServed() {
        try (ServerProcess server = ServerProcess.started(data(), Map.of("auth", "none"))) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < TRIES; i++) {
                statuses.add(status(get(server, "127.0.0.5", "/api/v1/config", bearer(GUESS))));
                assertThat(status(get(server, "127.0.0.6", "/api/v1/config", bearer(ServerProcess.ADMIN_TOKEN))))
                        .isEqualTo(200);
            }
            assertThat(statuses.subList(0, 10)).containsOnly(401);
            assertThat(statuses).containsOnly(401, 429).contains(429);
            String refused = get(server, "127.0.0.5", "/api/v1/config", bearer(ServerProcess.ADMIN_TOKEN));
            if (status(refused) == 429) { // the server may have been slow enough for another second's try
                assertThat(refused).containsPattern("(?i)retry-after: [0-9]+");
            }
            assertThat(awaitLines(refusedFrom("127.0.0.5"))).hasSizeLessThanOrEqualTo(10);
            assertThat(server.line(line -> line.contains("REST: wrong credentials from 127.0.0.5")))
                    .as(server.log())
                    .isPresent();
            assertThat(server.admin()
                            .metric("presence_authentications_refused_total{entry=\"rest\","
                                    + "reason=\"wrong_credentials\"}"))
                    .isGreaterThanOrEqualTo(10);
            server.terminate();
        }
        List<JsonNode> refusals =
                lines().stream().filter(refusedFrom("127.0.0.5")).toList();
        assertThat(refusals).hasSizeBetween(11, 15); // more than 11 if it took longer than a minute
        assertThat(refusals.stream()
                        .mapToInt(line -> line.path("count").asInt(1))
                        .sum())
                .isGreaterThanOrEqualTo(TRIES);
    }

    @Test
    void wrongPasswordsOverXcapAreSlowedDownWhileAClientThatHasAuthenticatedIsServed() {
        try (ServerProcess server = ServerProcess.started(data(), Map.of("auth", "xcap"))) {
            server.admin().put(ALICE, "{\"password\":\"" + PASSWORD + "\"}");
            DigestAnswer good = answer(server, PASSWORD);
            assertThat(status(get(server, "127.0.0.5", RULES, good.header("GET", RULES, 1))))
                    .isEqualTo(404);
            DigestAnswer bad = answer(server, GUESS);
            List<Integer> statuses = new ArrayList<>();
            for (int i = 1; i <= TRIES; i++) {
                statuses.add(status(get(server, "127.0.0.5", RULES, bad.header("GET", RULES, i))));
                assertThat(status(get(server, "127.0.0.5", RULES, good.header("GET", RULES, i + 1))))
                        .as("a client behind the same address whose nonce has authenticated")
                        .isEqualTo(404);
            }
            assertThat(statuses.subList(0, 10)).containsOnly(401);
            assertThat(statuses).containsOnly(401, 429).contains(429);
            DigestAnswer elsewhere = answer(server, PASSWORD);
            assertThat(status(get(server, "127.0.0.6", RULES, elsewhere.header("GET", RULES, 1))))
                    .isEqualTo(404);
            assertThat(awaitLines(refusedFrom("127.0.0.5")).get(0).path("details"))
                    .isEqualTo(MAPPER.createObjectNode().put("entry", "xcap").put("reason", "wrong_credentials"));
            assertThat(server.line(line -> line.contains("XCAP: wrong credentials from 127.0.0.5")))
                    .as(server.log())
                    .isPresent();
        }
    }

    @Test
    void aReplayAndCredentialsOfAnotherUserOverSipAreRecorded() {
        Map<String, String> settings = Map.of("auth", "none", "authentication", "digest", "domains", "example.org");
        try (ServerProcess server = ServerProcess.started(data(), settings);
                Scene scene = Scene.of(server, Transport.UDP)) {
            server.admin().put(ALICE, "{\"password\":\"" + PASSWORD + "\"}");
            DigestUser alice = DigestUser.of("alice", PASSWORD);
            assertThat(alice.call(scene.endpoint(), message("alice"), scene.target())
                            .status())
                    .isEqualTo(404);
            SipMessage recorded = alice.credentials(message("alice"));
            assertThat(scene.endpoint().call(recorded, scene.target()).status()).isEqualTo(404);
            assertThat(scene.endpoint().call(recorded, scene.target()).status()).isEqualTo(407);
            assertThat(alice.call(scene.endpoint(), message("bob"), scene.target())
                            .status())
                    .isEqualTo(403);
            List<JsonNode> refused = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> lines().stream()
                                    .filter(refusedFrom("127.0.0.1"))
                                    .toList(),
                            each -> each.size() == 2);
            assertThat(refused.get(0).path("details").path("reason").asText()).isEqualTo("replayed");
            assertThat(refused.get(0).path("outcome").asInt()).isEqualTo(407);
            assertThat(refused.get(0).path("details").path("request_id").asText())
                    .isEqualTo(recorded.required("Call-ID"));
            assertThat(refused.get(1).path("details").path("reason").asText()).isEqualTo("identity_mismatch");
            assertThat(refused.get(1).path("outcome").asInt()).isEqualTo(403);
            assertThat(refused.get(1).path("actor").path("id").asText()).isEqualTo("sip:bob@example.org");
            assertThat(refused.get(1).path("details").path("authenticated").asText())
                    .isEqualTo("sip:alice@example.org");
            assertThat(server.admin().metric("presence_digest_nonces")).isEqualTo(1);
        }
    }

    private static SipMessage message(String from) {
        return SipMessage.request("MESSAGE", "sip:" + from + "@example.org", "sip:nobody@example.org")
                .withBody("text/plain", "hello");
    }

    /** An answer to a challenge that was asked for from another address. */
    private static DigestAnswer answer(ServerProcess server, String password) {
        HttpResponse<String> asked = AdminClient.send(server.admin().anonymous(RULES));
        assertThat(asked.statusCode()).isEqualTo(401);
        return new DigestAnswer(
                asked.headers().firstValue("WWW-Authenticate").orElseThrow(), "alice", password, "0a4f113b");
    }

    @Test
    void changesOverRestAndXcapAreRecordedAndNoSecretIsInAnyFile() throws IOException {
        String token;
        try (ServerProcess server = ServerProcess.started(data(), Map.of("auth", "xcap"))) {
            server.admin().put(ALICE, "{\"password\":\"" + PASSWORD + "\"}");
            HttpResponse<String> created =
                    server.admin().post("/api/v1/tokens", "{\"role\":\"write\",\"description\":\"provisioning\"}");
            token = AdminClient.parsed(created).path("token").asText();
            HttpResponse<String> put = AdminClient.send(server.admin()
                    .anonymous(RULES)
                    .header("Authorization", bearer(token))
                    .header("Content-Type", "application/auth-policy+xml")
                    .PUT(BodyPublishers.ofString(DOCUMENT)));
            assertThat(put.statusCode()).isEqualTo(201);
            get(server, "127.0.0.5", "/api/v1/config", bearer(GUESS));
            get(server, "127.0.0.5", "/api/v1/config", "");
            awaitLines(refusedFrom("127.0.0.5"));
            assertThat(server.terminate()).isZero();
            assertThat(server.log()).doesNotContain(PASSWORD, GUESS, token, ServerProcess.ADMIN_TOKEN);
        }
        assertThat(lines().stream().map(line -> line.path("action").asText()))
                .containsExactly(
                        "server.start",
                        "PUT /api/v1/subscribers/{aor}",
                        "POST /api/v1/tokens",
                        "PUT /xcap/",
                        "authentication.refused",
                        "authentication.refused",
                        "server.stop");
        assertThat(lines().get(3).path("target").asText()).isEqualTo(RULES);
        assertThat(lines().get(3).path("outcome").asInt()).isEqualTo(201);
        assertThat(lines().get(3).path("actor").path("role").asText()).isEqualTo("write");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log())))
                .isEqualTo("rw-------");
        assertNoFileContains(PASSWORD, GUESS, token, ServerProcess.ADMIN_TOKEN);
    }

    private void assertNoFileContains(String... secrets) throws IOException {
        try (Stream<Path> files = Files.walk(data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(secrets);
            }
        }
    }

    @Test
    void anAuditLogThatCannotBeWrittenIsAnErrorAtTheStart() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        String path = file.resolve("audit.log").toString();
        try (ServerProcess server = ServerProcess.ended(data(), Map.of("auth", "none", "audit_log", path))) {
            assertThat(server.exitCode()).isEqualTo(2);
            assertThat(server.log()).contains("the audit log cannot be written to " + path, "set audit_log");
        }
    }
}
