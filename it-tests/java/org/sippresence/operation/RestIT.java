package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Administration over HTTP, together with SIP requests before and after. */
class RestIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = admin().get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return AdminClient.json(response);
    }

    private HttpResponse<String> post(String path, String json) {
        return admin().post(path, json);
    }

    private static String encoded(String uri) {
        return URLEncoder.encode(uri, UTF_8);
    }

    @Test
    void healthIsOpen() {
        for (String path : new String[] {"/health/live", "/health/ready"}) {
            HttpResponse<String> response = AdminClient.send(admin().anonymous(path));
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
    void withoutTokenNothingIsTold(String path) {
        HttpRequest.Builder request = admin().anonymous(path);
        HttpResponse<String> none = AdminClient.send(request);
        assertThat(none.statusCode()).isEqualTo(401);
        assertThat(none.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        HttpResponse<String> wrong = AdminClient.send(request.header("Authorization", "Bearer wrong"));
        assertThat(wrong.statusCode()).isEqualTo(401);
    }

    @Test
    void presentityIsListedAndShown(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("shown words");
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
        HttpResponse<String> gone = admin().get("/api/v1/presentities/" + encoded(alice));
        assertThat(gone.statusCode() == 404
                        || !AdminClient.parsed(gone).get("online").asBoolean())
                .isTrue();
    }

    @Test
    void whatIsPublishedByRestReachesWatchers(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        String path = "/api/v1/presentities/" + encoded(alice) + "/publications";
        HttpResponse<String> first =
                admin().put(path + "?expires=300", "application/pidf+xml", TestPidf.open(alice, "by REST"));
        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(watcher.next().text()).contains("by REST");
        String etag = AdminClient.parsed(first).get("etag").asText();
        assertThat(admin().delete(path + '/' + etag).statusCode()).isEqualTo(204);
        assertThat(watcher.next().text()).contains("<basic>closed</basic>");
    }

    @Test
    void watchersAreListedWithTheirDialogs() {
        try (Scene scene = scene(Transport.TCP)) {
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
    void endedSubscriptionIsDeactivated(Scene scene) {
        WatcherDialog watcher = scene.subscribed(scene.user("alice"));
        String id = get("/api/v1/watchers?presentity=" + encoded(watcher.presentity()))
                .get("watchers")
                .get(0)
                .get("id")
                .asText();
        assertThat(admin().delete("/api/v1/subscriptions/" + id).statusCode()).isEqualTo(204);
        Notification last = watcher.next();
        assertThat(last.isTerminated()).isTrue();
        assertThat(last.reason()).contains("deactivated");
        assertThat(watcher.subscribe(300).status()).isEqualTo(481);
        assertThat(admin().get("/api/v1/subscriptions/" + id).statusCode()).isEqualTo(404);
        assertThat(admin().delete("/api/v1/subscriptions/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void refreshWatchersSendsEachANotify(Scene scene) {
        String alice = scene.user("alice");
        scene.publish(alice, "same words");
        WatcherDialog one = scene.subscribed(alice);
        WatcherDialog two = scene.subscribed(alice);
        for (int type : new int[] {0, 1}) {
            HttpResponse<String> response = post(
                    "/api/v1/refreshWatchers",
                    "{\"presentity_uri\":\"" + alice + "\",\"event\":\"presence\",\"refresh_type\":" + type + "}");
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(AdminClient.parsed(response).get("notified").asInt()).isEqualTo(2);
            assertThat(one.next().text()).contains("same words");
            assertThat(two.next().text()).contains("same words");
        }
    }

    @Test
    void cleanupCounts() {
        HttpResponse<String> response = post("/api/v1/cleanup", "{}");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(AdminClient.parsed(response).get("publications").isInt()).isTrue();
    }

    @Test
    void configIsShownWithoutSecrets() {
        JsonNode config = get("/api/v1/config");
        assertThat(config.get("max_expires").asText()).isEqualTo(Servers.MAX_EXPIRES);
        assertThat(config.toString()).doesNotContain(Servers.ADMIN_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no json", "{\"presentity_uri\":7}", "{\"presentity_uri\":\"sip:a@b\",\"evnt\":\"x\"}", "{}"})
    void requestThatIsWrongIsAProblem(String body) {
        HttpResponse<String> response = post("/api/v1/refreshWatchers", body);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(AdminClient.parsed(response).get("status").asInt()).isEqualTo(400);
        assertThat(response.body()).doesNotContain("Exception").doesNotContain("org.sippresence");
    }

    @Test
    void whatIsNotThereIsAProblem() {
        HttpResponse<String> unknown = admin().get("/api/v1/nothing");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(admin().delete("/api/v1/config").statusCode()).isEqualTo(405);
    }
}
