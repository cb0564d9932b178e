package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.WatcherDialog;

/** The bounds of one presentity and of one watcher. */
class BoundsIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("max_publications=2", "max_subscriptions=2", "max_subscriptions_per_watcher=1000");
    }

    @OverUdpAndTcp
    void morePublicationsThanAllowedAre403(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher first = scene.publisher(alice);
        assertThat(first.publishOpen("1").status()).isEqualTo(200);
        assertThat(scene.publish(alice, "2").status()).isEqualTo(200);
        assertThat(scene.publish(alice, "3").status()).isEqualTo(403);
        assertThat(first.refresh(300).status()).isEqualTo(200);
        assertThat(first.remove().status()).isEqualTo(200);
        assertThat(scene.publish(alice, "3").status()).isEqualTo(200);
    }

    @OverUdpAndTcp
    void moreSubscriptionsThanAllowedAre403AndCounted(Scene scene) {
        String who = scene.user("many");
        String alice = scene.user("alice");
        WatcherDialog first = scene.watcher(alice, who);
        assertThat(first.subscribe(300).status()).isEqualTo(200);
        first.next();
        WatcherDialog second = scene.watcher(alice, who);
        assertThat(second.subscribe(300).status()).isEqualTo(200);
        second.next();
        assertThat(scene.watcher(alice, who).subscribe(300).status()).isEqualTo(403);
        for (int i = 0; i < 998; i++) {
            WatcherDialog other = scene.watcher(scene.user("of-many" + i), who);
            assertThat(other.subscribe(300).status()).isEqualTo(200);
            other.next();
        }
        assertThat(scene.watcher(scene.user("carol"), who).subscribe(300).status())
                .isEqualTo(403);
        assertThat(first.subscribe(300).status()).isEqualTo(200);
        first.next();
        for (String bound : List.of("max_subscriptions", "max_subscriptions_per_watcher")) {
            assertThat(admin().metric("presence_requests_over_bound_total{bound=\"" + bound + "\"}"))
                    .as(bound)
                    .isPositive();
        }
    }
}
