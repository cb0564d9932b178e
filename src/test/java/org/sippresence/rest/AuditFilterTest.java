package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.sippresence.audit.RefusedAuthentication.Reason;
import org.sippresence.authentication.FailedAttempts.EntryPoint;
import org.sippresence.settings.Settings;

/** The audit log and the limit of failed authentications of the REST interface. */
final class AuditFilterTest {

    private static final String SECRET = "correct-horse-battery-staple";
    private static final String PATH = "/api/v1/subscribers/sip:carol@example.org";
    private static final Path LOG =
            Path.of("target", "audit-" + UUID.randomUUID() + ".log").toAbsolutePath();

    @RegisterExtension
    private static final RestServer SERVER = new RestServer(Settings.of(Map.of("audit_log", LOG.toString())));

    @BeforeEach
    void prepare() {
        SERVER.aliceIsOnlineAndWatched();
    }

    private static List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(LOG)) {
                lines.add(Json.MAPPER.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    /** The one line about a request with this X-Request-ID. */
    private static JsonNode line(String requestId) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> lines().stream()
                                .filter(each -> each.path("details")
                                        .path("request_id")
                                        .asText()
                                        .equals(requestId))
                                .toList(),
                        found -> found.size() == 1)
                .get(0);
    }

    private static HttpRequest.Builder named(HttpRequest.Builder request, String requestId) {
        return request.header("X-Request-ID", requestId).header("Content-Type", "application/json");
    }

    @Test
    void aChangeIsRecordedWithItsActorTargetAndOutcomeButWithoutSecrets() throws IOException, InterruptedException {
        String body = "{\"password\":\"" + SECRET + "\"}";
        HttpResponse<String> response = SERVER.send(named(SERVER.request(PATH), "change-1")
                .header("X-Forwarded-For", "198.51.100.7")
                .PUT(BodyPublishers.ofString(body)));
        JsonNode line = line("change-1");
        assertThat(line.path("action").asText()).isEqualTo("PUT /api/v1/subscribers/{aor}");
        assertThat(line.path("target").asText()).isEqualTo(PATH);
        assertThat(line.path("outcome").asInt())
                .isEqualTo(response.statusCode())
                .isEqualTo(204);
        assertThat(line.path("actor").path("kind").asText()).isEqualTo("token");
        assertThat(line.path("actor").path("id").asText()).isEqualTo("admin");
        assertThat(line.path("source").asText()).isEqualTo("198.51.100.7");
        assertThat(line.path("details").path("proxy").asText()).isEqualTo("127.0.0.1");
        assertThat(Files.readString(LOG)).doesNotContain(SECRET, RestFixtures.TOKEN);
    }

    @Test
    void aRejectedChangeIsRecordedToo() throws IOException, InterruptedException {
        SERVER.send(named(SERVER.request(PATH), "change-2").PUT(BodyPublishers.ofString("{}")));
        assertThat(line("change-2").path("outcome").asInt()).isEqualTo(400);
    }

    @Test
    void thePresentityOfAnOperationIsItsTarget() throws IOException, InterruptedException {
        SERVER.send(named(SERVER.request("/api/v1/refreshWatchers"), "change-3")
                .POST(BodyPublishers.ofString("{\"presentity_uri\":\"sip:alice@example.org\"}")));
        JsonNode line = line("change-3");
        assertThat(line.path("action").asText()).isEqualTo("POST /api/v1/refreshWatchers");
        assertThat(line.path("target").asText()).isEqualTo("sip:alice@example.org");
        assertThat(line.path("outcome").asInt()).isEqualTo(200);
    }

    @Test
    void aTokenIsRecordedWhenItIsCreatedAndUsedAndRevokedButNotItsSecret() throws IOException, InterruptedException {
        HttpResponse<String> created = SERVER.send(named(SERVER.request("/api/v1/tokens"), "token-1")
                .POST(BodyPublishers.ofString(
                        "{\"role\":\"read\",\"domain\":\"example.org\",\"description\":\"monitoring\"}")));
        JsonNode token = Json.MAPPER.readTree(created.body());
        JsonNode line = line("token-1");
        assertThat(line.path("action").asText()).isEqualTo("POST /api/v1/tokens");
        assertThat(line.path("target").asText()).isEqualTo("read of example.org");
        assertThat(line.path("outcome").asInt()).isEqualTo(201);
        String path = "/api/v1/tokens/" + token.path("id").asText();
        assertThat(line.path("details").path("created").asText()).isEqualTo(path);

        HttpRequest.Builder forbidden = HttpRequest.newBuilder(SERVER.uri(PATH))
                .header("Authorization", "Bearer " + token.path("token").asText());
        SERVER.send(named(forbidden, "token-2").DELETE());
        assertThat(line("token-2").path("outcome").asInt()).isEqualTo(403);
        assertThat(line("token-2").path("actor"))
                .isEqualTo(Json.MAPPER
                        .createObjectNode()
                        .put("kind", "token")
                        .put("id", token.path("id").asText())
                        .put("description", "monitoring")
                        .put("domain", "example.org")
                        .put("role", "read"));

        SERVER.send(named(SERVER.request(path), "token-3").DELETE());
        assertThat(line("token-3").path("action").asText()).isEqualTo("DELETE /api/v1/tokens/{id}");
        assertThat(line("token-3").path("target").asText()).isEqualTo(path);
        assertThat(Files.readString(LOG)).doesNotContain(token.path("token").asText());
    }

    @Test
    void whatOnlyReadsIsNotRecorded() throws IOException, InterruptedException {
        SERVER.send(SERVER.request("/api/v1/config").header("X-Request-ID", "read-1"));
        SERVER.send(named(SERVER.request("/api/v1/cleanup"), "change-4").POST(BodyPublishers.noBody()));
        SERVER.send(named(SERVER.request("/api/v1/authorizeMessage"), "read-2")
                .POST(BodyPublishers.ofString("{\"from\":\"sip:bob@example.org\",\"to\":\"sip:alice@example.org\"}")));
        SERVER.send(named(SERVER.request("/api/v1/cleanup"), "change-6").POST(BodyPublishers.noBody()));
        line("change-4");
        line("change-6");
        assertThat(Files.readString(LOG)).doesNotContain("read-1", "read-2");
    }

    @Test
    void aRequestIdCannotForgeALine() throws IOException, InterruptedException {
        String id = "\"},\"outcome\":200,\"x\":{\"y\":\"";
        SERVER.send(named(SERVER.request(PATH + "%0a%7b%7d"), id).DELETE());
        JsonNode line = line(id);
        assertThat(line.path("outcome").asInt()).isGreaterThanOrEqualTo(400);
        assertThat(line.path("target").asText()).isEqualTo(PATH + "\n{}");
    }

    @Test
    void afterTenWrongTokensTheTokensOfThatSourceAreNotChecked() throws IOException, InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        HttpResponse<String> last = null;
        for (int i = 0; i < 40; i++) {
            last = SERVER.send(HttpRequest.newBuilder(SERVER.uri("/api/v1/config"))
                    .header("X-Forwarded-For", "198.51.100.8")
                    .header("X-Request-ID", "wrong-" + i)
                    .header("Authorization", "Bearer " + SECRET));
            statuses.add(last.statusCode());
        }
        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses).filteredOn(status -> status == 429).hasSizeGreaterThan(20);
        RestServer.assertProblem(last, 429, "too many failed authentications");
        assertThat(last.headers().firstValue("Retry-After").orElseThrow()).matches("[12]");
        assertThat(SERVER.send(SERVER.request("/api/v1/config").header("X-Forwarded-For", "198.51.100.8"))
                        .statusCode())
                .isEqualTo(429); // although the token is right
        assertThat(SERVER.send(SERVER.request("/api/v1/config").header("X-Forwarded-For", "198.51.100.9"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(SERVER.send(HttpRequest.newBuilder(SERVER.uri("/health/live"))
                                .header("X-Forwarded-For", "198.51.100.8"))
                        .statusCode())
                .isEqualTo(200);
        JsonNode line = line("wrong-0");
        assertThat(line.path("action").asText()).isEqualTo("authentication.refused");
        assertThat(line.path("source").asText()).isEqualTo("198.51.100.8");
        assertThat(line.path("target").asText()).isEqualTo("GET /api/v1/config");
        assertThat(line.path("details").path("reason").asText()).isEqualTo("wrong_credentials");
        assertThat(SERVER.guard.audit().refused(EntryPoint.REST, Reason.WRONG_CREDENTIALS))
                .isBetween(10L, 20L);
        assertThat(SERVER.guard.audit().refused(EntryPoint.REST, Reason.TOO_MANY_FAILURES))
                .isGreaterThan(20);
        assertThat(Files.readString(LOG)).doesNotContain(SECRET, "wrong-39");
    }

    @Test
    void aRequestWithoutATokenIsRecordedAndNotLimited() throws IOException, InterruptedException {
        for (int i = 0; i < 40; i++) {
            assertThat(SERVER.send(HttpRequest.newBuilder(SERVER.uri("/api/v1/config"))
                                    .header("X-Forwarded-For", "198.51.100.10")
                                    .header("X-Request-ID", "none-" + i))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(line("none-3").path("details").path("reason").asText()).isEqualTo("no_credentials");
    }

    @Test
    void nothingMayBeChangedWhileTheAuditLogCannotBeWritten() throws IOException, InterruptedException {
        Path kept = LOG.resolveSibling(LOG.getFileName() + ".kept");
        Files.move(LOG, kept);
        Files.createDirectory(LOG); // in the way
        try {
            SERVER.send(SERVER.request(PATH).PUT(BodyPublishers.noBody()));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> !SERVER.guard.audit().admitsChanges());
            HttpResponse<String> refused = SERVER.send(named(SERVER.request(PATH), "change-5")
                    .PUT(BodyPublishers.ofString("{\"password\":\"" + SECRET + "\"}")));
            RestServer.assertProblem(refused, 503, "the audit log cannot be written");
            assertThat(refused.headers().firstValue("Retry-After")).contains("5");
            assertThat(SERVER.get("/api/v1/config").statusCode()).isEqualTo(200);
        } finally {
            Files.delete(LOG);
            Files.move(kept, LOG);
        }
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(SERVER.guard.audit()::admitsChanges);
    }
}
