package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** {@code auth=implicit}: watchers stay pending and see nothing, because no consent can be given. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class PendingIT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=implicit");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void pendingWatcherIsToldSoAndSeesNothing(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            TestPublisher publisher = scene.publisher(alice);
            publisher.publish(TestPidf.open(alice, "secret words"), 300);
            WatcherDialog watcher = scene.watcher(alice);
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertPending(watcher.next());
            assertThat(watcher.subscribe(300).status()).isEqualTo(200);
            assertPending(watcher.next());

            publisher.publish(TestPidf.open(alice, "more secret words"), 300);
            watcher.poll(Duration.ofMillis(300)).ifPresent(PendingIT::assertPending);
        }
    }

    private static void assertPending(Notification notification) {
        assertThat(notification.state()).isEqualTo("pending");
        assertThat(notification.expires().orElse(0)).isBetween(295, 300);
        assertThat(notification.text()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void fetchAndUnsubscribeShowNothingEither(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            scene.publisher(alice).publish(TestPidf.open(alice, "secret words"), 300);
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
}
