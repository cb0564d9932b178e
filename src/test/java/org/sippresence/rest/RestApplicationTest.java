package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;
import static org.sippresence.rest.RestServer.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.maintenance.Metric;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Write;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.TestBed;

final class RestApplicationTest {

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void aliceIsOnlineAndWatched() {
        server.aliceIsOnlineAndWatched();
    }

    @Nested
    final class Operations {

        @Test
        void refreshWatchersTakesKamailiosParameters() throws IOException, InterruptedException {
            HttpResponse<String> response = server.post(
                    "/api/v1/refreshWatchers",
                    "{\"presentity_uri\":\"sip:alice@Example.org\",\"event\":\"presence\",\"refresh_type\":0}");
            assertThat(json(response).path("notified").asInt()).isEqualTo(1);
            assertThat(server.notified()).containsExactly("<presence>\u00e9</presence>");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                ''                | from outside
                ,"refresh_type":0 | <presence>\u00e9</presence>
                ,"refresh_type":1 | from outside
                ,"refresh_type":2 | from outside
                """)
        void refreshWatchersKnowsKamailiosTypes(String type, String notified) throws IOException, InterruptedException {
            server.store.write(List.of(new Write.SavePublication(RestFixtures.publication("from outside"))));
            server.post("/api/v1/refreshWatchers", "{\"presentity_uri\":\"sip:alice@example.org\"" + type + "}");
            assertThat(server.notified()).containsExactly(notified);
        }

        @Test
        void updateWatchersTellsHowManyChanged() throws IOException, InterruptedException {
            server.rules = Optional.of(RestFixtures.everybody("confirm"));
            HttpResponse<String> response =
                    server.post("/api/v1/updateWatchers", "{\"presentity_uri\":\"sip:alice@Example.org\"}");
            assertThat(json(response)).isEqualTo(Json.MAPPER.readTree("{\"changed\":1}"));
            assertThat(server.notified()).containsExactly("-");
            assertThat(json(server.post(
                            "/api/v1/updateWatchers",
                            "{\"presentity_uri\":\"sip:bob@example.org\",\"event\":\"dialog\"}")))
                    .isEqualTo(Json.MAPPER.readTree("{\"changed\":0}"));
        }

        @Test
        void cleanupTellsWhatItRemoved() throws IOException, InterruptedException {
            server.storeExpired();
            HttpResponse<String> response =
                    server.send(server.request("/api/v1/cleanup").POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(json(response))
                    .isEqualTo(Json.MAPPER.readTree("{\"publications\":1,\"subscriptions\":0,\"presentities\":1}"));
        }

        @Test
        void presentitiesArePaged() throws IOException, InterruptedException {
            for (String user : List.of("a1", "a2", "b1")) {
                TestBed.get(server.bed.publish(Fixtures.publish(Aor.parse("sip:" + user + "@example.net"), "open")));
            }
            assertThat(json(server.get("/api/v1/presentities?q=example.net&limit=2")))
                    .isEqualTo(Json.MAPPER.readTree("{\"presentities\":[\"sip:a1@example.net\",\"sip:a2@example.net\"],"
                            + "\"next\":\"sip:a2@example.net\"}"));
            assertThat(json(server.get("/api/v1/presentities?q=example.net&limit=2&after=sip:a2@example.net")))
                    .isEqualTo(Json.MAPPER.readTree("{\"presentities\":[\"sip:b1@example.net\"]}"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"sip:alice@example.org", "sip%3Aalice%40example.org", "pres:alice@EXAMPLE.org"})
        void aPresentityIsShownWithItsPublicationsAndDocument(String uri) throws IOException, InterruptedException {
            Instant received = server.bed.read(
                    RestFixtures.ALICE,
                    transaction ->
                            transaction.allPublications().iterator().next().received());
            assertThat(json(server.get("/api/v1/presentities/" + uri)))
                    .isEqualTo(Json.MAPPER.readTree("""
                    {"presentity_uri": "sip:alice@example.org", "pdomain": "registrar", "event": "presence", "online": true,
                     "publications": [{"id": "10-p1", "etag": "10-e7", "received": "%s",
                       "expires": "2026-11-22T13:00:00Z", "sender": "sip:alice@example.org",
                       "document": {"content_type": "application/pidf+xml", "text": "<presence>\u00e9</presence>"}}],
                     "document": {"content_type": "application/pidf+xml", "text": "<presence>\u00e9</presence>"}}""".formatted(received)));
        }

        @Test
        void watchersAreListed() throws IOException, InterruptedException {
            JsonNode all = json(server.get("/api/v1/watchers?presentity=sip:alice@example.org"));
            assertThat(all.path("watchers")).hasSize(1);
            assertThat(all.path("watchers").get(0)).isEqualTo(json(server.get("/api/v1/subscriptions/10-s1")));
            assertThat(json(server.get("/api/v1/watchers?presentity=sip:alice@example.org&event=dialog"))
                            .path("watchers"))
                    .isEmpty();
        }

        @Test
        void aSubscriptionIsShownWithItsDialog() throws IOException, InterruptedException {
            server.post("/api/v1/refreshWatchers", "{\"presentity_uri\":\"sip:alice@example.org\"}");
            long cseq = server.lastCSeq();
            assertThat(cseq).isPositive();
            assertThat(json(server.get("/api/v1/subscriptions/10-s1")))
                    .isEqualTo(Json.MAPPER.readTree("""
                    {"id": "10-s1", "presentity_uri": "sip:alice@example.org", "event": "presence;id=7",
                     "watcher": {"uri": "sip:bob@example.org", "display_name": "Bob", "user_agent": "phone/1"},
                     "status": "active", "expires": "2026-11-22T13:00:00Z", "content_type": "application/pidf+xml",
                     "dialog": {"call_id": "call-1", "local_tag": "local-1", "remote_tag": "remote-1", "local_cseq": %d,
                       "remote_cseq": 4, "remote_target": "sip:bob@192.0.2.7:5062",
                       "route_set": ["sip:proxy.example.org;lr"], "transport": "udp"}}""".formatted(cseq)));
        }

        @Test
        void aSubscriptionEndsOnce() throws IOException, InterruptedException {
            assertThat(server.send(server.request("/api/v1/subscriptions/10-s1").DELETE())
                            .statusCode())
                    .isEqualTo(204);
            assertProblem(
                    server.send(server.request("/api/v1/subscriptions/10-s1").DELETE()),
                    404,
                    "there is no subscription 10-s1");
        }

        @Test
        void theConfigurationIsShownWithoutSecrets() throws IOException, InterruptedException {
            JsonNode config = json(server.get("/api/v1/config"));
            assertThat(config.path("max_expires").asText()).isEqualTo("1234");
            assertThat(config.path("admin_token").asText()).isEqualTo("***");
            assertThat(config).hasSameSizeAs(RestServer.SETTINGS.effective().keySet());
        }
    }

    @Nested
    final class WithoutToken {

        @ParameterizedTest
        @ValueSource(strings = {"/", "/openapi.json", "/health/live", "/health/ready"})
        void theOpenResourcesAnswer(String path) throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path)));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(json(response).isObject()).isTrue();
            assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api/v1/config",
                    "/api/v1/presentities",
                    "/api/v1/presentities/sip:alice@example.org",
                    "/api/v1/watchers",
                    "/api/v1/subscriptions/10-s1",
                    "/api/v1/authorization?watcher=sip:bob@example.org&presentity=sip:alice@example.org",
                    "/api//v1/config",
                    "/api/v1/config/",
                    "/api/v1/config;a=b",
                    "/health/../api/v1/config"
                })
        void theOthersRefuse(String path) throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(path)));
            assertThat(response.statusCode()).as(response.body()).isIn(401, 404);
            assertThat(response.body()).doesNotContain("max_expires", "alice");
        }

        @Test
        void theChallengeIsBearer() throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/api/v1/config")));
            assertProblem(response, 401, "a token is needed");
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"presence\"");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Bearer wrong", "bearer a-token-for-the-test", "BEARER a-token-for-the-tests2"})
        void aWrongTokenIsRefused(String authorization) throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(
                    HttpRequest.newBuilder(server.uri("/api/v1/config")).header("Authorization", authorization));
            assertProblem(response, 401, "this is no valid token");
            assertThat(response.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("invalid_token");
        }

        @Test
        void changesAreRefusedAndNotMade() throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/api/v1/refreshWatchers"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"presentity_uri\":\"sip:alice@example.org\"}")));
            assertProblem(response, 401, "a token is needed");
            assertThat(server.notified()).isEmpty();
        }

        @Test
        void theNameOfTheSchemeMayBeInAnyCase() throws IOException, InterruptedException {
            HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri("/api/v1/config"))
                    .header("Authorization", "bEARER " + RestFixtures.TOKEN));
            assertThat(response.statusCode()).isEqualTo(200);
        }
    }

    @Nested
    final class Problems {

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                /api/v1/nothing                                        | 404 | nothing at this path
                /nothing                                               | 404 | nothing at this path
                /api/v1/presentities/sip:nobody@example.org            | 404 | nothing is stored about sip:nobody@example.org
                /api/v1/subscriptions/none                             | 404 | there is no subscription none
                /api/v1/presentities/alice                             | 400 | the URI in the path is no SIP
                /api/v1/presentities/sip:alice@example.org?event=a%20b | 400 | event is no name
                /api/v1/presentities/sip:alice@example.org?event=x     | 400 | event names no event package of this server for this request; known are dialog, presence
                /api/v1/presentities?limit=0                           | 400 | limit is not a whole number from 1 to 1000
                /api/v1/presentities?limit=x                           | 400 | limit is not
                /api/v1/watchers                                       | 400 | presentity is missing
                /api/v1/watchers?presentity=sip:a@b&event=x            | 400 | event names no event package of this server for this request; known are dialog, dialog.winfo, presence
                /api/v1/watchers?presentity=http://x                   | 400 | presentity is no SIP
                /api/v1/refreshWatchers                                | 405 | does not know the method
                /api/v1/updateWatchers                                 | 405 | does not know the method
                """)
        void areTheAnswerToWrongRequests(String path, int status, String detail)
                throws IOException, InterruptedException {
            assertProblem(server.get(path), status, detail);
        }

        @Test
        void aWrongMethodNamesTheRightOnes() throws IOException, InterruptedException {
            HttpResponse<String> response =
                    server.send(server.request("/api/v1/config").DELETE());
            assertProblem(response, 405, "does not know the method");
            assertThat(response.headers().firstValue("Allow").orElse("")).contains("GET");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"presentity_uri":            | the body is no JSON: line 1, column
                no json                       | the body is no JSON: line 1, column
                []                            | the body must be one JSON object
                "text"                        | the body must be one JSON object
                {"presentity_uri":"sip:a@b"} 7 | one JSON object
                {"presentity":"sip:a@b"}      | unknown member "presentity"; known are event, presentity_uri, refresh_type
                {"presentity_uri":"sip:a@b","refresh_type":"x"} | the member "refresh_type" has the wrong type
                {"presentity_uri":"sip:a@b","refresh_type":1.5} | the member "refresh_type" has the wrong type
                {"presentity_uri":["sip:a@b"]} | the member "presentity_uri" has the wrong type
                {"presentity_uri":"sip:a@b","refresh_type":3} | refresh_type is none of 0, 1 and 2
                {"presentity_uri":"sip:a@b","refresh_type":-1} | refresh_type is none of 0, 1 and 2
                {"presentity_uri":"sip:a@b","event":"a b"} | event is no name of an event package
                {"presentity_uri":"sip:a@b","event":"x"}   | event names no event package of this server for this request; known are dialog, dialog.winfo, presence
                {}                            | presentity_uri is missing
                null                          | the body is missing
                ``                            | the body is missing
                """)
        void aBadBodyIsRefusedClearly(String body, String detail) throws IOException, InterruptedException {
            assertProblem(server.post("/api/v1/refreshWatchers", body), 400, detail);
            assertThat(server.notified()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                {"presentity_uri":"sip:a@b","refresh_type":0} | unknown member "refresh_type"; known are event, presentity_uri
                {"presentity_uri":"a"}                        | presentity_uri is no SIP
                {"event":"presence"}                          | presentity_uri is missing
                {"presentity_uri":"sip:a@b","event":"a b"}    | event is no name of an event package
                {"presentity_uri":"sip:a@b","event":"x"}      | event names no event package of this server for this request; known are dialog, dialog.winfo, presence
                ``                                            | the body is missing
                """)
        void aBadUpdateIsRefusedClearly(String body, String detail) throws IOException, InterruptedException {
            assertProblem(server.post("/api/v1/updateWatchers", body), 400, detail);
            assertThat(server.notified()).isEmpty();
        }

        @Test
        void anotherMediaTypeIsRefused() throws IOException, InterruptedException {
            assertProblem(
                    server.send(server.request("/api/v1/refreshWatchers")
                            .header("Content-Type", "text/plain")
                            .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                    415,
                    "application/json");
        }

        @Test
        void anUnacceptableMediaTypeIsRefused() throws IOException, InterruptedException {
            assertProblem(
                    server.send(server.request("/api/v1/config").header("Accept", "text/html")), 406, "media types");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/api/v1/presentities/sip:carol@example.org", "/api/v1/presentities"})
        void aSilentDatabaseIsUnavailable(String path) throws IOException, InterruptedException {
            server.failWith(new UncheckedIOException("no connection", new IOException("java.net.Secret")));
            HttpResponse<String> response = server.get(path);
            assertProblem(response, 503, "the database does not answer");
            assertThat(response.headers().firstValue("Retry-After")).contains("5");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/api/v1/authorization?watcher=sip:bob@example.org&presentity=sip:alice@example.org",
                    "/api/v1/presentities"
                })
        void anUnexpectedFailureTellsNothing(String path) throws IOException, InterruptedException {
            server.failWith(new IllegalStateException("secret of org.sippresence"));
            HttpResponse<String> response = server.get(path);
            assertProblem(response, 500, "the server failed; its log says why");
            assertThat(response.body()).doesNotContain("secret");
        }

        @Test
        void figuresAreInTheFormatOfPrometheusAndNeedTheToken() throws IOException, InterruptedException {
            HttpResponse<String> response = server.get("/metrics");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain;");
            assertThat(response.body()).contains("# TYPE presence_lanes_waiting gauge\n");
            assertThat(server.send(HttpRequest.newBuilder(server.uri("/metrics")))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(MetricsResource.text(List.of(
                            Metric.gauge("lanes_waiting", "Tasks that wait in lanes.", 3),
                            Metric.counter("xcap_answers_total", "Answers.", Map.of("kind", "found"), 2),
                            Metric.counter("xcap_answers_total", "Answers.", Map.of("kind", "odd\\\"\n"), 0.5))))
                    .isEqualTo("""
                    # HELP presence_lanes_waiting Tasks that wait in lanes.
                    # TYPE presence_lanes_waiting gauge
                    presence_lanes_waiting 3
                    # HELP presence_xcap_answers_total Answers.
                    # TYPE presence_xcap_answers_total counter
                    presence_xcap_answers_total{kind="found"} 2
                    presence_xcap_answers_total{kind="odd\\\\\\"\\n"} 0.5
                    """);
        }

        @Test
        void aServerThatIsNotReadySaysWhy() throws IOException, InterruptedException {
            server.store.failAll(true);
            assertProblem(server.get("/health/ready"), 503, "the database does not answer");
            assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        }
    }
}
