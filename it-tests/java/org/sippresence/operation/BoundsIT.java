package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Metrics;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The bounds of one presentity and of one watcher. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class BoundsIT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("max_publications=2", "max_subscriptions=2", "max_subscriptions_per_watcher=1000");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void morePublicationsThanAllowedAre403(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            TestPublisher first = scene.publisher(alice);
            assertThat(first.publish(TestPidf.open(alice, "1"), 300).status()).isEqualTo(200);
            assertThat(scene.publisher(alice)
                            .publish(TestPidf.open(alice, "2"), 300)
                            .status())
                    .isEqualTo(200);
            assertThat(scene.publisher(alice)
                            .publish(TestPidf.open(alice, "3"), 300)
                            .status())
                    .isEqualTo(403);
            assertThat(first.refresh(300).status()).isEqualTo(200);
            assertThat(first.remove().status()).isEqualTo(200);
            assertThat(scene.publisher(alice)
                            .publish(TestPidf.open(alice, "3"), 300)
                            .status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void moreSubscriptionsThanAllowedAre403AndCounted(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
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
                assertThat(Metrics.read(
                                Servers.address(server),
                                Servers.ADMIN_TOKEN,
                                "presence_requests_over_bound_total{bound=\"" + bound + "\"}"))
                        .as(bound)
                        .isPositive();
            }
        }
    }
}
