package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.SystemMariaDb;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * The database is killed and restarted: requests that need it are rejected soon, others are served, nothing
 * acknowledged is lost.
 */
class DatabaseAwayIT {

    private static final String TOKEN = "token-of-the-database-test";
    private static final String PUBLICATIONS =
            "/api/v1/presentities/sip%3Arest%40example.org/publications?event=presence";

    private static final String LIST = "/xcap/resource-lists/users/sip:alice@example.org/index";

    private static final String NO_LIST = "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"/>";

    private static final Duration SOON = Duration.ofSeconds(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @Test
    void changesAreRefusedSoonWhatIsInMemoryIsServedAndTheWayBackIsShort() throws IOException {
        try (SystemMariaDb database = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
                ServerProcess server = ServerProcess.started(
                        directory.resolve("data"),
                        Map.of(
                                "auth",
                                "none",
                                "db_url",
                                database.url(),
                                "db_user",
                                database.user(),
                                "admin_token",
                                TOKEN));
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            TestPublisher atAlice = scene.publisher(alice);
            TestPublisher atBob = scene.publisher(bob);
            assertThat(atAlice.publish(TestPidf.open(alice, "of alice"), 600).status())
                    .isEqualTo(200);
            assertThat(atBob.publish(TestPidf.open(bob, "of bob"), 600).status())
                    .isEqualTo(200);
            WatcherDialog watcher = scene.subscribed(bob);
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);

            database.kill9();
            refused(server, () -> scene.publisher(bob).publish(TestPidf.open(bob, "lost"), 600));
            refused(server, () -> scene.publisher(alice).publish(TestPidf.open(alice, "lost"), 600));
            refused(server, () -> scene.watcher(alice).subscribe(600));
            refused(server, () -> watcher.subscribe(600));
            refused(server, () -> scene.registrant(scene.user("carol")).register("<sip:c@192.0.2.1>;expires=600"));
            assertNotReady(server);
            assertThat(get(server, "/metrics").body()).containsPattern("database_breaker [12]");
            assertThat(put(server, PUBLICATIONS).statusCode()).isEqualTo(503);
            refusedDocument(document(server).PUT(HttpRequest.BodyPublishers.ofString(NO_LIST)));
            refusedDocument(document(server).DELETE());
            WatcherDialog fetching = scene.watcher(alice);
            assertThat(fetching.subscribe(0).status()).as("from memory").isEqualTo(200);
            assertThat(fetching.next().text()).contains("of alice").doesNotContain("lost");

            database.start();
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> get(server, "/health/ready").statusCode() == 200);
            assertThat(atBob.refresh(600).status()).as("acknowledged before").isEqualTo(200);
            assertThat(atAlice.refresh(600).status()).as("acknowledged before").isEqualTo(200);
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(scene.publisher(bob)
                            .publish(TestPidf.open(bob, "of now"), 600)
                            .status())
                    .isEqualTo(200);
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> watcher.last().orElseThrow().text().contains("of now"));
            assertThat(watcher.last().orElseThrow().text()).contains("of bob").doesNotContain("lost");
            assertThat(get(server, "/metrics").body()).containsPattern("database_breaker 0");
            assertThat(send(document(server).PUT(HttpRequest.BodyPublishers.ofString(NO_LIST)))
                            .statusCode())
                    .isEqualTo(201);

            database.kill9();
            WatcherDialog known = scene.watcher(bob);
            assertThat(known.subscribe(0).status()).as("composed before").isEqualTo(200);
            assertThat(known.next().text()).contains("of now");
            refused(
                    server,
                    () -> scene.watcher(scene.user("dave")).subscribe(0)); // a presentity that may have documents
            server.assertNoLaneFailed();
        }
    }

    private static void refused(ServerProcess server, Supplier<SipMessage> request) {
        long began = System.nanoTime();
        SipMessage answer = request.get();
        assertThat(answer.status()).as(server.log()).isEqualTo(503);
        assertThat(answer.first("Retry-After")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    private void assertNotReady(ServerProcess server) {
        long began = System.nanoTime();
        assertThat(get(server, "/health/ready").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
    }

    private HttpResponse<String> get(ServerProcess server, String path) {
        return send(request(server, path).GET());
    }

    private void refusedDocument(HttpRequest.Builder write) {
        long began = System.nanoTime();
        HttpResponse<String> answer = send(write);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    private static HttpRequest.Builder document(ServerProcess server) {
        return request(server, LIST).header("Content-Type", "application/resource-lists+xml");
    }

    private HttpResponse<String> put(ServerProcess server, String path) {
        return send(request(server, path)
                .header("Content-Type", "application/pidf+xml")
                .PUT(HttpRequest.BodyPublishers.ofString(TestPidf.open("sip:rest@example.org", "by REST"))));
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
