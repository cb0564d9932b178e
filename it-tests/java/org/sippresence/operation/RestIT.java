package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Administration over HTTP, together with SIP requests before and after. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class RestIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.uri(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + Servers.ADMIN_TOKEN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = send(to(path));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(to(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    private static String encoded(String uri) {
        return URLEncoder.encode(uri, UTF_8);
    }

    @Test
    void healthIsOpen() throws IOException, InterruptedException {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            HttpResponse<String> response =
                    send(HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(10)));
            assertThat(response.statusCode()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/presentities",
                "/api/v1/presentities/sip:a@example.org",
                "/api/v1/watchers?presentity=sip:a@example.org",
                "/api/v1/subscriptions/1",
                "/api/v1/config"
            })
    void withoutTokenNothingIsTold(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path)).timeout(Duration.ofSeconds(10));
        HttpResponse<String> none = send(request);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        HttpResponse<String> wrong = send(request.header("Authorization", "Bearer wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
    }

    @Test
    void presentityIsListedAndShown() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            TestPublisher publisher = scene.publisher(alice);
            publisher.publish(TestPidf.open(alice, "shown words"), 300);
            JsonNode list = get("/api/v1/presentities?q=" + encoded(alice)).get("presentities");
            assertThat(list).hasSize(1);
            assertThat(list.get(0).asText()).isEqualTo(alice);

            JsonNode shown = get("/api/v1/presentities/" + encoded(alice));
            assertThat(shown.get("online").asBoolean()).isTrue();
            assertThat(shown.get("publications")).hasSize(1);
            JsonNode publication = shown.get("publications").get(0);
            assertThat(publication.get("etag").asText())
                    .isEqualTo(publisher.entityTag().orElseThrow());
            assertThat(Instant.parse(publication.get("expires").asText()))
                    .isBetween(Instant.now().plusSeconds(280), Instant.now().plusSeconds(301));
            assertThat(shown.get("document").get("text").asText()).contains("shown words");
            publisher.remove();
            HttpResponse<String> gone = send(to("/api/v1/presentities/" + encoded(alice)));
            assertThat(gone.statusCode() == 404
                            || !JSON.readTree(gone.body()).get("online").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void whatIsPublishedByRestReachesWatchers() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            String path = "/api/v1/presentities/" + encoded(alice) + "/publications";
            HttpResponse<String> first = send(to(path + "?expires=300")
                    .header("Content-Type", "application/pidf+xml")
                    .PUT(HttpRequest.BodyPublishers.ofString(TestPidf.open(alice, "by REST"))));
            assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
            assertThat(watcher.next().text()).contains("by REST");
            String etag = JSON.readTree(first.body()).get("etag").asText();
            assertThat(send(to(path + '/' + etag).DELETE()).statusCode()).isEqualTo(204);
            assertThat(watcher.next().text()).contains("<basic>closed</basic>");
        }
    }

    @Test
    void watchersAreListedWithTheirDialogs() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.TCP)) {
            WatcherDialog watcher = scene.subscribed(scene.user("alice"));
            JsonNode watchers = get("/api/v1/watchers?presentity=" + encoded(watcher.presentity()))
                    .get("watchers");
            assertThat(watchers).hasSize(1);
            JsonNode one = watchers.get(0);
            assertThat(one.get("status").asText()).isEqualTo("active");
            assertThat(one.get("dialog").get("call_id").asText()).isEqualTo(watcher.callId());
            assertThat(one.get("dialog").get("local_tag").asText())
                    .isEqualTo(watcher.remoteTag().orElseThrow());
            assertThat(get("/api/v1/subscriptions/" + one.get("id").asText())).isEqualTo(one);
        }
    }

    @Test
    void endedSubscriptionIsDeactivated() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            WatcherDialog watcher = scene.subscribed(scene.user("alice"));
            String id = get("/api/v1/watchers?presentity=" + encoded(watcher.presentity()))
                    .get("watchers")
                    .get(0)
                    .get("id")
                    .asText();
            assertThat(send(to("/api/v1/subscriptions/" + id).DELETE()).statusCode())
                    .isEqualTo(204);
            Notification last = watcher.next();
            assertThat(last.isTerminated()).isTrue();
            assertThat(last.reason()).contains("deactivated");
            assertThat(watcher.subscribe(300).status()).isEqualTo(481);
            assertThat(send(to("/api/v1/subscriptions/" + id)).statusCode()).isEqualTo(404);
            assertThat(send(to("/api/v1/subscriptions/" + id).DELETE()).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void refreshWatchersSendsEachANotify() throws IOException, InterruptedException {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            scene.publisher(alice).publish(TestPidf.open(alice, "same words"), 300);
            WatcherDialog one = scene.subscribed(alice);
            WatcherDialog two = scene.subscribed(alice);
            for (int type : new int[] {0, 1}) {
                HttpResponse<String> response = post(
                        "/api/v1/refreshWatchers",
                        "{\"presentity_uri\":\"" + alice + "\",\"event\":\"presence\",\"refresh_type\":" + type + "}");
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(JSON.readTree(response.body()).get("notified").asInt())
                        .isEqualTo(2);
                assertThat(one.next().text()).contains("same words");
                assertThat(two.next().text()).contains("same words");
            }
        }
    }

    @Test
    void cleanupCounts() throws IOException, InterruptedException {
        HttpResponse<String> response = post("/api/v1/cleanup", "{}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).get("publications").isInt()).isTrue();
    }

    @Test
    void configIsShownWithoutSecrets() throws IOException, InterruptedException {
        JsonNode config = get("/api/v1/config");
        assertThat(config.get("max_expires").asText()).isEqualTo(Servers.MAX_EXPIRES);
        assertThat(config.toString()).doesNotContain(Servers.ADMIN_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no json", "{\"presentity_uri\":7}", "{\"presentity_uri\":\"sip:a@b\",\"evnt\":\"x\"}", "{}"})
    void requestThatIsWrongIsAProblem(String body) throws IOException, InterruptedException {
        HttpResponse<String> response = post("/api/v1/refreshWatchers", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(JSON.readTree(response.body()).get("status").asInt()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("org.sippresence");
    }

    @Test
    void whatIsNotThereIsAProblem() throws IOException, InterruptedException {
        HttpResponse<String> unknown = send(to("/api/v1/nothing"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(send(to("/api/v1/config").DELETE()).statusCode()).isEqualTo(405);
    }
}
