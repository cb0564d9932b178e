package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
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

    private static final String PUBLICATIONS =
            "/api/v1/presentities/sip%3Arest%40example.org/publications?event=presence";

    private static final String LIST = "/xcap/resource-lists/users/sip:alice@example.org/index";

    private static final String NO_LIST = "<resource-lists xmlns=\"urn:ietf:params:xml:ns:resource-lists\"/>";

    private static final Duration SOON = Duration.ofSeconds(1);

    @TempDir
    private Path directory;

    @Test
    void changesAreRefusedSoonWhatIsInMemoryIsServedAndTheWayBackIsShort() throws IOException {
        try (SystemMariaDb database = SystemMariaDb.started(Files.createDirectories(directory.resolve("db")));
                ServerProcess server = ServerProcess.started(
                        directory.resolve("data"),
                        Map.of("auth", "none", "db_url", database.url(), "db_user", database.user()));
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            TestPublisher atAlice = scene.publisher(alice);
            TestPublisher atBob = scene.publisher(bob);
            assertThat(atAlice.publishOpen("of alice").status()).isEqualTo(200);
            assertThat(atBob.publishOpen("of bob").status()).isEqualTo(200);
            WatcherDialog watcher = scene.subscribed(bob);
            assertThat(server.admin().get("/health/ready").statusCode()).isEqualTo(200);

            database.kill9();
            refused(server, () -> scene.publish(bob, "lost"));
            refused(server, () -> scene.publish(alice, "lost"));
            refused(server, () -> scene.watcher(alice).subscribe(600));
            refused(server, () -> watcher.subscribe(600));
            refused(server, () -> scene.registrant(scene.user("carol")).register("<sip:c@192.0.2.1>;expires=600"));
            assertNotReady(server);
            assertThat(server.admin().get("/metrics").body()).containsPattern("database_breaker [12]");
            assertThat(server.admin()
                            .put(PUBLICATIONS, "application/pidf+xml", TestPidf.open("sip:rest@example.org", "by REST"))
                            .statusCode())
                    .isEqualTo(503);
            refusedDocument(() -> putList(server));
            refusedDocument(() -> server.admin().delete(LIST));
            WatcherDialog fetching = scene.watcher(alice);
            assertThat(fetching.subscribe(0).status()).as("from memory").isEqualTo(200);
            assertThat(fetching.next().text()).contains("of alice").doesNotContain("lost");

            database.start();
            await().atMost(Duration.ofSeconds(5))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> server.admin().get("/health/ready").statusCode() == 200);
            assertThat(atBob.refresh(600).status()).as("acknowledged before").isEqualTo(200);
            assertThat(atAlice.refresh(600).status()).as("acknowledged before").isEqualTo(200);
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(scene.publish(bob, "of now").status()).isEqualTo(200);
            assertThat(watcher.awaitLast("of now", Duration.ofSeconds(5)).text())
                    .contains("of bob")
                    .doesNotContain("lost");
            assertThat(server.admin().get("/metrics").body()).containsPattern("database_breaker 0");
            assertThat(putList(server).statusCode()).isEqualTo(201);

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

    private static void assertNotReady(ServerProcess server) {
        long began = System.nanoTime();
        assertThat(server.admin().get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
    }

    private static void refusedDocument(Supplier<HttpResponse<String>> write) {
        long began = System.nanoTime();
        HttpResponse<String> answer = write.get();
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
    }

    private static HttpResponse<String> putList(ServerProcess server) {
        return server.admin().put(LIST, "application/resource-lists+xml", NO_LIST);
    }
}
