package org.sippresence.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.persistence.MariaDb;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * {@code kill -9} under load: acknowledged state exists after the restart. A request whose response was still in flight
 * may or may not have been executed.
 */
@ExtendWith(MariaDb.class)
class KillIT {

    private static final int PRESENTITIES = 200;
    private static final int SUBSCRIPTIONS = 1000;
    private static final int ASKED_FOR = 1100;
    private static final int CONTACTS = 100;
    private static final int CHANGES = 600;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path data;

    @Test
    void acknowledgedStateSurvivesOnH2() {
        killUnderLoad(Transport.UDP, Map.of());
    }

    @Test
    void acknowledgedStateSurvivesOnMariaDb() {
        killUnderLoad(Transport.TCP, Map.of("db_url", MariaDb.url(), "db_user", MariaDb.user()));
    }

    @Test
    void acknowledgedContactsSurviveOnH2() {
        killRegistrar(Map.of());
    }

    @Test
    void acknowledgedContactsSurviveOnMariaDb() {
        killRegistrar(Map.of("db_url", MariaDb.url(), "db_user", MariaDb.user()));
    }

    @Test
    void theTotalsOfDomainsAreCountedAfterTheStartOnH2() {
        killWithTotals(Map.of());
    }

    @Test
    void theTotalsOfDomainsAreCountedAfterTheStartOnMariaDb() {
        killWithTotals(Map.of("db_url", MariaDb.url(), "db_user", MariaDb.user()));
    }

    /** What is counted is in memory only. */
    private void killWithTotals(Map<String, String> database) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("auth", "none");
        settings.put("max_total_publications@one.example", "2");
        settings.put("max_total_subscriptions@one.example", "2");
        settings.put("max_presentities@one.example", "1");
        try (ServerProcess server = ServerProcess.started(data, settings);
                Scene scene = Scene.of(server, Transport.UDP)) {
            assertThat(publish(scene, "sip:a@one.example")).isEqualTo(200);
            assertThat(publish(scene, "sip:b@one.example")).isEqualTo(200);
            assertThat(publish(scene, "sip:a@two.example")).isEqualTo(200);
            subscribe(scene, "sip:a@one.example", 200);
            subscribe(scene, "sip:a@two.example", 200);
            subscribe(scene, "sip:nobody@one.example", 200);
            for (int kills = 0; kills < 2; kills++) {
                assertThat(publish(scene, "sip:c@one.example")).isEqualTo(503);
                assertThat(publish(scene, "sip:c@two.example")).isEqualTo(200);
                subscribe(scene, "sip:b@one.example", 503);
                subscribe(scene, "sip:unknown@one.example", 503);
                subscribe(scene, "sip:b@two.example", 200);
                server.kill9();
                server.start();
            }
        }
    }

    private static int publish(Scene scene, String presentity) {
        return new TestPublisher(scene.endpoint(), scene.target(), presentity)
                .publishOpen("here")
                .status();
    }

    private static void subscribe(Scene scene, String presentity, int status) {
        WatcherDialog watcher = scene.watcher(presentity, "sip:watcher@two.example");
        assertThat(watcher.subscribe(600).status()).isEqualTo(status);
        if (status == 200) {
            watcher.next();
        }
    }

    /** Bindings that expire while the server is down are gone after the start. */
    private void killRegistrar(Map<String, String> database) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("auth", "none");
        try (ServerProcess server = ServerProcess.started(data, settings);
                Scene scene = Scene.of(server, Transport.UDP)) {
            List<TestRegistrant> users = new ArrayList<>();
            for (int i = 0; i < CONTACTS; i++) {
                TestRegistrant user = scene.registrant(scene.user("u" + i));
                assertThat(user.register("<sip:u" + i + "@192.0.2.1>;expires=600;q=0.25")
                                .status())
                        .isEqualTo(200);
                users.add(user);
            }
            TestRegistrant brief = scene.registrant(scene.user("brief"));
            WatcherDialog ofBrief = scene.subscribed(brief.aor());
            assertThat(brief.register("<sip:brief@192.0.2.1>;expires=1").status())
                    .isEqualTo(200);
            assertThat(ofBrief.next().text()).contains("open");
            server.kill9();
            server.start();
            assertThat(ofBrief.next().text()).contains("closed");
            for (TestRegistrant user : users) {
                assertThat(user.contacts()).singleElement().satisfies(contact -> {
                    assertThat(contact).contains("q=0.25");
                    assertThat(Integer.parseInt(
                                    TestHeaders.parameter(contact, "expires").orElse("")))
                            .isBetween(500, 600);
                });
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> brief.contacts().isEmpty());
            WatcherDialog watcher = scene.watcher(users.get(0).aor());
            assertThat(watcher.subscribe(600).status()).isEqualTo(200);
            assertThat(watcher.next().text()).contains("open", "sip:u0@192.0.2.1");
        }
    }

    private void killUnderLoad(Transport transport, Map<String, String> database) {
        Map<String, String> settings = new HashMap<>(database);
        settings.put("auth", "none");
        try (ServerProcess server = ServerProcess.started(data, settings);
                Crowd crowd = new Crowd(server, transport)) {
            List<LoadedPublisher> publishers = LoadedPublisher.start(crowd, PRESENTITIES);
            List<WatcherDialog> acknowledged = subscribe(crowd, publishers);
            await().atMost(PATIENCE)
                    .until(() -> publishers.stream().allMatch(p -> p.acknowledged() > 0)
                            && publishers.stream()
                                            .mapToInt(LoadedPublisher::acknowledged)
                                            .sum()
                                    >= CHANGES);
            server.assertNoLaneFailed();
            server.kill9();
            publishers.forEach(LoadedPublisher::stop);
            List<WatcherDialog> survivors;
            synchronized (acknowledged) {
                survivors = List.copyOf(acknowledged);
            }
            assertThat(survivors).hasSizeGreaterThanOrEqualTo(SUBSCRIPTIONS);
            assertThat(publishers).allSatisfy(p -> assertThat(p.refused()).isEmpty());

            server.start();
            publishEverywhere(crowd, publishers);
            Crowd.awaitLast(survivors, "after the kill", PATIENCE);
            Map<String, LoadedPublisher> byPresentity = new HashMap<>();
            publishers.forEach(p -> byPresentity.put(p.presentity(), p));
            for (WatcherDialog watcher : survivors) {
                assertHasAcknowledged(watcher.last().orElseThrow(), byPresentity.get(watcher.presentity()));
            }
            refreshAll(survivors);
            server.assertNoLaneFailed();
            Crowd.assertNoViolations(survivors);
        }
    }

    /** Starts more subscriptions than it waits for, so that some are in flight when the server dies. */
    private static List<WatcherDialog> subscribe(Crowd crowd, List<LoadedPublisher> publishers) {
        List<WatcherDialog> acknowledged = new ArrayList<>();
        List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
        for (int i = 0; i < ASKED_FOR; i++) {
            WatcherDialog watcher =
                    crowd.watcher(publishers.get(i % PRESENTITIES).presentity());
            answers.add(watcher.subscribeLater(600).thenApply(response -> {
                if (response.status() == 200) {
                    synchronized (acknowledged) {
                        acknowledged.add(watcher);
                    }
                }
                return response;
            }));
            int behind = i - 50;
            if (behind >= 0 && i < SUBSCRIPTIONS + 50) {
                assertThat(SipEndpoint.await(answers.get(behind)).status()).isEqualTo(200);
            }
        }
        return acknowledged;
    }

    private static void publishEverywhere(Crowd crowd, List<LoadedPublisher> publishers) {
        List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
        for (LoadedPublisher publisher : publishers) {
            String presentity = publisher.presentity();
            answers.add(crowd.publisher(presentity).publishLater(TestPidf.open(presentity, "after the kill")));
        }
        assertThat(Crowd.answers(answers)).allMatch(response -> response.status() == 200);
    }

    private static void assertHasAcknowledged(Notification notification, LoadedPublisher publisher) {
        assertThat(notification.state()).isEqualTo("active");
        assertThat(notification.text())
                .containsAnyOf(
                        LoadedPublisher.note(publisher.acknowledged()), LoadedPublisher.note(publisher.inFlight()));
    }

    private static void refreshAll(List<WatcherDialog> watchers) {
        List<CompletableFuture<SipMessage>> answers = new ArrayList<>();
        for (WatcherDialog watcher : watchers) {
            watcher.skip();
            answers.add(watcher.subscribeLater(600));
            if (answers.size() > 50) {
                SipEndpoint.await(answers.get(answers.size() - 50));
            }
        }
        assertThat(Crowd.answers(answers)).allMatch(response -> response.status() == 200);
        watchers.forEach(watcher -> assertThat(watcher.next().text()).contains("after the kill"));
    }
}
