package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** A client subscribes to invented presentities. */
class InventedPresentitiesIT extends DeployedServerTest {

    private static final int MOST = 5;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("max_presentities=" + MOST);
    }

    private double metric(String name) {
        return admin().metric(name);
    }

    private void awaitMetric(String name, double value) {
        await(name).untilAsserted(() -> assertThat(metric(name)).isEqualTo(value));
    }

    @Test
    void moreThanAllowedAre503AndThoseWhoAreKnownAreServed(Scene scene) {
        WatcherDialog first = scene.subscribed(scene.user("invented0"));
        for (int i = 1; i < MOST; i++) {
            scene.subscribed(scene.user("invented" + i));
        }
        SipMessage refused = scene.watcher(scene.user("one-more")).subscribe(300);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.first("Retry-After")).isPresent();
        assertThat(metric("presence_requests_over_bound_total{bound=\"max_presentities\"}"))
                .isEqualTo(1);
        assertThat(metric("presence_presentities_only_watched")).isEqualTo(MOST);
        assertThat(first.subscribe(0).status()).isEqualTo(200);
        first.next();
        WatcherDialog instead = scene.subscribed(scene.user("instead"));

        String alice = scene.user("alice");
        assertThat(scene.publish(alice, "1").status()).isEqualTo(200);
        scene.subscribed(alice);
        String bob = scene.user("bob");
        XcapUser.subscribed(admin(), bob);
        scene.subscribed(bob);
        scene.subscribed(scene.user("invented1"));
        assertThat(instead.subscribe(300).status()).isEqualTo(200);
        instead.next();
    }

    @Test
    void whatIsRefusedOrFetchedLeavesNothing(Scene scene) {
        double before = metric("presence_presentities_in_memory");
        for (int i = 0; i < 50; i++) {
            String user = scene.user("nobody" + i);
            WatcherDialog fetch = scene.watcher(user);
            assertThat(fetch.subscribe(0).status()).isEqualTo(200);
            fetch.next();
            assertThat(scene.publisher(user).publish("no document", 300).status())
                    .isEqualTo(400);
            assertThat(scene.publisher(user)
                            .publish(TestPidf.open(user, "1"), 1)
                            .status())
                    .isEqualTo(423);
        }
        awaitMetric("presence_presentities_in_memory", before);
        awaitMetric("presence_notify_outboxes", 0);
    }
}
