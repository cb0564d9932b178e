package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.WatcherDialog;

/** {@code auth=implicit}: watchers stay pending and see nothing, because no consent can be given. */
class PendingIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=implicit");
    }

    @OverUdpAndTcp
    void pendingWatcherIsToldSoAndSeesNothing(Scene scene) {
        String alice = scene.user("alice");
        TestPublisher publisher = scene.publisher(alice);
        publisher.publishOpen("secret words");
        WatcherDialog watcher = scene.watcher(alice);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertPending(watcher.next());
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertPending(watcher.next());

        publisher.publishOpen("more secret words");
        watcher.poll(Duration.ofMillis(300)).ifPresent(PendingIT::assertPending);
    }

    private static void assertPending(Notification notification) {
        assertThat(notification.state()).isEqualTo("pending");
        assertThat(notification.expires().orElse(0)).isBetween(295, 300);
        assertThat(notification.text()).isEmpty();
    }

    @OverUdpAndTcp
    void fetchAndUnsubscribeShowNothingEither(Scene scene) {
        String alice = scene.user("alice");
        scene.publish(alice, "secret words");
        WatcherDialog fetching = scene.watcher(alice);
        assertThat(fetching.subscribe(0).status()).isEqualTo(200);
        Notification fetched = fetching.next();
        assertThat(fetched.isTerminated()).isTrue();
        assertThat(fetched.text()).doesNotContain("secret words");

        WatcherDialog leaving = scene.subscribed(alice);
        assertThat(leaving.unsubscribe().status()).isEqualTo(200);
        Notification last = leaving.next();
        assertThat(last.isTerminated()).isTrue();
        assertThat(last.text()).doesNotContain("secret words");
    }
}
