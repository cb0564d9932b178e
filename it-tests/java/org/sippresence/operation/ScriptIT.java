package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.events.winfo.WatcherInfoRules;
import org.sippresence.sipclient.AnswerRule;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.WatcherDialog;

/**
 * The script for SUBSCRIBE in the manual of SER's PA module, condition by condition: handle_subscription, dump_stored_winfo for
 * watcher information; check_subscription_status, target_online, the To tag and store_winfo for presence.
 */
class ScriptIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=implicit", "use_offline_winfo=1", "winfo_min_interval=0");
    }

    private List<String> stored(String presentity) {
        return admin().json("/api/v1/offlineWinfo?uid=" + URLEncoder.encode(presentity, UTF_8))
                .path("watchers")
                .findValuesAsText("watcher");
    }

    private boolean online(String presentity) {
        return admin().json("/api/v1/presentities/" + URLEncoder.encode(presentity, UTF_8) + "/online")
                .path("online")
                .asBoolean();
    }

    @OverUdpAndTcp
    void theScriptOfSerIsFollowed(Scene scene) {
        String alice = scene.user("alice");
        String bob = scene.user("bob");

        // target_online: she publishes, so no watcher is stored
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("here");
        assertThat(online(alice)).isTrue();
        WatcherDialog early = scene.watcher(alice, scene.user("early"));
        early.subscribe(300);
        assertThat(early.next().state()).isEqualTo("pending");
        assertThat(stored(alice)).isEmpty();

        // she removes her publication; a SUBSCRIBE with a To tag is not new, so no watcher is stored
        publisher.remove();
        assertThat(online(alice)).isFalse();
        assertThat(early.subscribe(300).status()).isEqualTo(200);
        early.next();
        assertThat(stored(alice)).isEmpty();

        // check_subscription_status("pending"), !target_online, no To tag: store_winfo, once
        WatcherDialog watcher = scene.watcher(alice, bob);
        watcher.subscribe(300);
        assertThat(watcher.next().state()).isEqualTo("pending");
        assertThat(stored(alice)).containsExactly(bob);
        WatcherDialog again = scene.watcher(alice, bob);
        again.subscribe(300);
        again.next();
        assertThat(stored(alice)).containsExactly(bob);

        // presence.winfo: dump_stored_winfo; the row is kept until a 2xx arrives
        WatcherDialog refusing =
                scene.watcher(alice, alice).event("presence.winfo").answering(AnswerRule.status(481));
        assertThat(refusing.subscribe(300).status()).isEqualTo(200);
        assertThat(refusing.next().text()).contains(bob);
        assertThat(stored(alice)).containsExactly(bob);

        // and is removed by it
        WatcherDialog own = scene.watcher(alice, alice).event("presence.winfo");
        assertThat(own.subscribe(300).status()).isEqualTo(200);
        String told = own.next().text();
        WatcherInfoRules.check(told);
        assertThat(told).contains(">" + bob + "<").contains("status=\"pending\" event=\"subscribe\"");
        await().atMost(Duration.ofSeconds(5)).until(() -> stored(alice).isEmpty());
    }
}
