package org.sippresence.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sippresence.events.winfo.WatcherTable;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** Offline watchers and watcher information across kills of the server. */
class OfflineWinfoIT {

    @TempDir
    private Path data;

    private static Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "auth", "implicit",
                "use_offline_winfo", "1",
                "winfo_waiting_time", "0",
                "winfo_min_interval", "0"));
        settings.putAll(more);
        return settings;
    }

    private static List<String> stored(ServerProcess server, String presentity) {
        return server.admin()
                .json("/api/v1/offlineWinfo?uid=" + URLEncoder.encode(presentity, UTF_8))
                .path("watchers")
                .findValuesAsText("watcher");
    }

    private static WatcherDialog own(Scene scene, String presentity) {
        return scene.watcher(presentity, presentity).event("presence.winfo");
    }

    @Test
    void whoCameBeforeTheDeathOfTheServerIsToldOfAfterIt() {
        try (ServerProcess server = ServerProcess.started(data, settings(Map.of()));
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            String bob = scene.user("bob");
            WatcherDialog watcher = scene.watcher(alice, bob);
            assertThat(watcher.subscribe(2).status()).isEqualTo(200);
            watcher.next();
            server.kill9();
            Waiting.during(Duration.ofSeconds(2));
            server.start();
            assertThat(stored(server, alice)).containsExactly(bob);

            WatcherDialog refusing = own(scene, alice).answering(AnswerRule.status(481));
            assertThat(refusing.subscribe(600).status()).isEqualTo(200);
            assertThat(refusing.next().text()).contains(bob);
            assertThat(stored(server, alice)).containsExactly(bob);

            WatcherDialog own = own(scene, alice);
            assertThat(own.subscribe(600).status()).isEqualTo(200);
            assertThat(own.next().text())
                    .contains("status=\"pending\" event=\"subscribe\"")
                    .contains(">" + bob + "<");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> stored(server, alice).isEmpty());
            server.kill9();
            server.start();
            assertThat(stored(server, alice)).isEmpty();
            server.assertNoLaneFailed();
        }
    }

    @Test
    void whatWasStoredLongEnoughIsGone() {
        Map<String, String> settings = settings(Map.of("offline_winfo_expiration", "2", "offline_winfo_timer", "1"));
        try (ServerProcess server = ServerProcess.started(data, settings);
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            scene.subscribed(alice).unsubscribe();
            assertThat(stored(server, alice)).hasSize(1);
            await().atMost(Duration.ofSeconds(6))
                    .until(() -> stored(server, alice).isEmpty());
            WatcherDialog own = own(scene, alice);
            own.subscribe(600);
            assertThat(own.next().text()).doesNotContain("<watcher ");
            server.assertNoLaneFailed();
        }
    }

    @Test
    void watcherInformationGoesOnAfterADeath() {
        Map<String, String> settings = settings(Map.of("winfo_waiting_time", "600"));
        try (ServerProcess server = ServerProcess.started(data, settings);
                Scene scene = Scene.of(server, Transport.UDP)) {
            String alice = scene.user("alice");
            WatcherDialog own = own(scene, alice);
            own.subscribe(600);
            WatcherTable table = new WatcherTable();
            table.take(own.next().text());
            scene.watcher(alice, scene.user("waiting")).subscribe(0);
            table.take(own.next().text());
            WatcherDialog brief = scene.watcher(alice, scene.user("brief"));
            brief.subscribe(2);
            table.take(own.next().text());
            server.kill9();
            Waiting.during(Duration.ofSeconds(2));
            server.start();
            Notification notification = own.next();
            String version = notification.text().replaceAll("(?s).*<watcherinfo[^>]* version=\"(\\d+)\".*", "$1");
            assertThat(Long.parseLong(version)).isGreaterThan(table.version());
            WatcherTable after = WatcherTable.after(Long.parseLong(version) - 1);
            after.take(notification.text());
            assertThat(after.isWhole()).isTrue();
            assertThat(after.rows().values())
                    .containsExactlyInAnyOrder(
                            scene.user("waiting") + " waiting timeout", scene.user("brief") + " waiting timeout");
            assertThat(after.rows().keySet()).isEqualTo(table.rows().keySet());
            assertThat(own.subscribe(600).status()).isEqualTo(200);
            after.take(own.next().text());
            assertThat(after.isWhole()).isTrue();
            server.assertNoLaneFailed();
        }
    }
}
