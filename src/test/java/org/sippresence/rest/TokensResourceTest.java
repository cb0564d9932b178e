package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;
import static org.sippresence.rest.RestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.access.AccessToken;
import org.sippresence.model.Aor;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.TestBed;

final class TokensResourceTest {

    private static final String TOKENS = "/api/v1/tokens";
    private static final String INSUFFICIENT = "Bearer realm=\"presence\", error=\"insufficient_scope\"";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void aliceIsOnlineAndWatched() {
        server.aliceIsOnlineAndWatched();
    }

    @AfterEach
    void revokeAll() {
        server.tokens.list().stream().map(AccessToken::id).forEach(server.tokens::revoke);
    }

    private static JsonNode created(String request) throws IOException, InterruptedException {
        HttpResponse<String> response = server.post(TOKENS, request);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return Json.MAPPER.readTree(response.body());
    }

    private static HttpResponse<String> send(JsonNode token, String method, String path, String body)
            throws IOException, InterruptedException {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + token.path("token").asText())
                .header("Content-Type", "application/json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static HttpResponse<String> get(JsonNode token, String path) throws IOException, InterruptedException {
        return send(token, "GET", path, "");
    }

    private static List<String> ids(JsonNode list) {
        return StreamSupport.stream(list.path("tokens").spliterator(), false)
                .map(token -> token.path("id").asText())
                .toList();
    }

    @Test
    void aTokenIsCreatedListedWithoutItsSecretUsedAndRevoked() throws IOException, InterruptedException {
        HttpResponse<String> response = server.post(
                TOKENS, "{\"role\":\"read\",\"domain\":\"Example.org.\",\"description\":\"graphs\",\"expires\":86400}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode token = Json.MAPPER.readTree(response.body());
        String path = TOKENS + '/' + token.path("id").asText();
        assertThat(response.headers().firstValue("Location").orElse("")).endsWith(path);
        assertThat(token.path("domain").asText()).isEqualTo("example.org");
        String list = server.get(TOKENS).body();
        assertThat(list)
                .contains("\"graphs\"", "\"expires\"")
                .doesNotContain(token.path("token").asText(), "hash");
        assertThat(list).doesNotContain("last_used");
        assertThat(get(token, "/api/v1/presentities").statusCode()).isEqualTo(200);
        assertThat(server.get(TOKENS).body()).contains(":00:00Z\"", "last_used");
        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertProblem(get(token, "/api/v1/presentities"), 401, "this is no valid token");
        assertProblem(server.delete(path), 404, "there is no token");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                          | role is none of read, write and admin
            {"role":"Admin"}                            | role is none of
            {"role":"read","domain":"alice@example.org"}| domain is no name of a domain
            {"role":"read","domain":""}                 | domain is no
            {"role":"read","domain":"a:5060"}           | domain is no name of a domain
            {"role":"read","expires":0}                 | expires is no number of seconds
            {"role":"read","expires":315360001}         | expires is no number of seconds
            {"role":"read","description":"a\\u0007"}    | description must have
            {"role":"read","rights":"all"}              | unknown member "rights"
            """)
    void aRequestThatCannotBeMeantIsRejected(String request, String detail) throws IOException, InterruptedException {
        assertProblem(server.post(TOKENS, request), 400, detail);
        assertThat(server.tokens.list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "read, GET, /api/v1/config, admin",
        "read, POST, /api/v1/updateWatchers, write",
        "write, POST, /api/v1/tokens, admin"
    })
    void aRoleThatDoesNotSufficeIsToldWhichDoes(String role, String method, String path, String scope)
            throws IOException, InterruptedException {
        JsonNode token = created("{\"role\":\"" + role + "\"}");
        String body = method.equals("GET") ? "" : "{\"presentity_uri\":\"sip:alice@example.org\"}";
        HttpResponse<String> refused = send(token, method, path, body);
        assertProblem(refused, 403, "the token does not permit this");
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains(INSUFFICIENT + ", scope=\"" + scope + '"');
    }

    @Test
    void theAdministratorOfADomainManagesTheTokensOfItsDomainOnly() throws IOException, InterruptedException {
        JsonNode other = created("{\"role\":\"read\",\"domain\":\"example.net\"}");
        JsonNode whole = created("{\"role\":\"read\"}");
        JsonNode admin = created("{\"role\":\"admin\",\"domain\":\"example.org\"}");
        assertThat(ids(json(get(admin, TOKENS))))
                .containsExactly(admin.path("id").asText());
        assertThat(send(admin, "POST", TOKENS, "{\"role\":\"write\",\"domain\":\"example.org\"}")
                        .statusCode())
                .isEqualTo(201);
        assertProblem(
                send(admin, "POST", TOKENS, "{\"role\":\"read\",\"domain\":\"example.net\"}"), 403, "example.org");
        assertProblem(send(admin, "POST", TOKENS, "{\"role\":\"read\"}"), 403, "limited to the domain example.org");
        for (JsonNode foreign : List.of(other, whole)) {
            String path = TOKENS + '/' + foreign.path("id").asText();
            assertProblem(send(admin, "DELETE", path, ""), 404, "there is no token");
            assertThat(get(foreign, "/api/v1/presentities").statusCode()).isEqualTo(200);
        }
        assertThat(send(admin, "DELETE", TOKENS + '/' + admin.path("id").asText(), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(admin, TOKENS).statusCode()).isEqualTo(401);
    }

    @Test
    void aTokenWithADomainListsThePresentitiesOfItsDomain() throws IOException, InterruptedException {
        TestBed.get(server.bed.publish(Fixtures.publish(Aor.parse("sip:nina@example.net"), "open")));
        JsonNode token = created("{\"role\":\"read\",\"domain\":\"example.net\"}");
        assertThat(json(get(token, "/api/v1/presentities")))
                .isEqualTo(Json.MAPPER.readTree("{\"presentities\":[\"sip:nina@example.net\"]}"));
        assertThat(json(get(token, "/api/v1/presentities?q=alice")).path("presentities"))
                .isEmpty();
    }

    /** Everything about Alice, whoever exists there, is forbidden to the administrator of another domain. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/presentities/sip:alice@example.org",
                "GET /api/v1/presentities/sip:alice@example.org/online",
                "GET /api/v1/presentities/sip:nobody@example.org",
                "PUT /api/v1/presentities/sip:alice@example.org/publications",
                "DELETE /api/v1/presentities/sip:alice@example.org/publications/10-e7",
                "GET /api/v1/watchers?presentity=sip:alice@example.org",
                "GET /api/v1/authorization?presentity=sip:alice@example.org&watcher=sip:nina@example.net",
                "GET /api/v1/offlineWinfo?uid=alice@example.org",
                "GET /api/v1/registrations/sip:alice@example.org",
                "DELETE /api/v1/registrations/sip:alice@example.org",
                "GET /api/v1/subscribers/sip:alice@example.org",
                "DELETE /api/v1/subscribers/sip:alice@example.org",
                "GET /api/v1/attributes/alice@example.org/uuid",
                "GET /api/v1/attributes/alice/uuid",
                "GET /api/v1/attributes/sip:alice%40example.net@example.org/uuid",
                "DELETE /api/v1/attributes/alice/uuid",
                "GET /metrics",
                "GET /api/v1/config",
                "POST /api/v1/cleanup",
            })
    void nothingOfAnotherDomainOrOfTheWholeServerIsPermitted(String request) throws IOException, InterruptedException {
        JsonNode token = created("{\"role\":\"admin\",\"domain\":\"example.net\"}");
        String[] line = request.split(" ", -1);
        String body = line[0].equals("PUT") ? "text" : "";
        HttpResponse<String> refused = send(token, line[0], line[1], body);
        assertProblem(refused, 403, "the token");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).startsWith(INSUFFICIENT);
        assertThat(server.published()).hasSize(1);
    }

    @Test
    void aSubscriptionOfAnotherDomainSeemsNotToExist() throws IOException, InterruptedException {
        JsonNode other = created("{\"role\":\"admin\",\"domain\":\"example.net\"}");
        JsonNode own = created("{\"role\":\"admin\",\"domain\":\"example.org\"}");
        assertProblem(get(other, "/api/v1/subscriptions/10-s1"), 404, "there is no subscription 10-s1");
        assertProblem(send(other, "DELETE", "/api/v1/subscriptions/10-s1", ""), 404, "there is no subscription");
        assertThat(get(own, "/api/v1/subscriptions/10-s1").statusCode()).isEqualTo(200);
        assertThat(send(own, "DELETE", "/api/v1/subscriptions/10-s1", "").statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/refreshWatchers   | {"presentity_uri":"sip:alice@example.org"}
            /api/v1/updateWatchers    | {"presentity_uri":"sip:alice@example.org"}
            /api/v1/authorizeMessage  | {"from":"sip:nina@example.net","to":"sip:alice@example.org"}
            /api/v1/offlineWinfo      | {"uid":"alice@example.org","watcher":"sip:nina@example.net"}
            /api/v1/offlineWinfo/dump | {"uid":"alice@example.org"}
            """)
    void aUserInTheBodyIsCheckedToo(String path, String body) throws IOException, InterruptedException {
        JsonNode token = created("{\"role\":\"admin\",\"domain\":\"example.net\"}");
        assertProblem(send(token, "POST", path, body), 403, "limited to the domain example.net");
        assertThat(server.notified()).isEmpty();
        assertThat(send(token, "POST", path, body.replace("alice@example.org", "alice@example.net"))
                        .statusCode())
                .isIn(200, 204);
    }
}
