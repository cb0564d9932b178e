package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/**
 * Settings with externally visible effects: expires_offset, server_address, notify_min_interval, use_callbacks,
 * to_tag_pref.
 */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class ConfiguredIT {

    private static final String CONTACT = "sip:presence.example.org:5070";

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "expires_offset=10",
                "server_address=" + CONTACT,
                "notify_min_interval=1000",
                "use_callbacks=0",
                "to_tag_pref=pres.");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void offsetIsTakenOffTheExpiresOfPublishAndNotBelow1(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            TestPublisher publisher = scene.publisher(scene.user("alice"));
            String pidf = TestPidf.open(publisher.presentity(), "x");
            assertThat(publisher.publish(pidf, 300).required("Expires")).isEqualTo("290");
            assertThat(publisher.refresh(5).required("Expires")).isEqualTo("1");
            assertThat(publisher.remove().required("Expires")).isEqualTo("0");
            assertThat(scene.watcher(scene.user("bob")).subscribe(300).required("Expires"))
                    .isEqualTo("300");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void serverAddressIsTheContact(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice"));
            SipMessage response = watcher.subscribe(300);
            assertThat(TestHeaders.uri(response.required("Contact"))).startsWith(CONTACT);
            assertThat(TestHeaders.uri(watcher.next().message().required("Contact")))
                    .startsWith(CONTACT);
            assertThat(watcher.subscribe(300).status())
                    .as("refresh to the configured address")
                    .isEqualTo(200);
            assertThat(watcher.next().state()).isEqualTo("active");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void ourTagsBeginWithThePrefix(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            WatcherDialog watcher = scene.watcher(scene.user("alice"));
            SipMessage response = watcher.subscribe(300);
            assertThat(response.toTag().orElseThrow()).startsWith("pres.");
            assertThat(watcher.next().message().fromTag()).isEqualTo(response.toTag());
            SipMessage refused =
                    scene.watcher(scene.user("alice")).event("unknown").subscribe(300);
            assertThat(refused.status()).isEqualTo(489);
            assertThat(refused.toTag().orElseThrow()).startsWith("pres.");
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void changesWithinTheIntervalCollapse(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            TestPublisher publisher = scene.publisher(alice);
            for (int change = 0; change < 20; change++) {
                publisher.publish(TestPidf.open(alice, "change " + change + '.'), 300);
            }
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> watcher.last().orElseThrow().text().contains("change 19."));
            assertThat(watcher.history()).hasSizeLessThanOrEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void registrationsAreKeptButDoNotCount(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            TestRegistrant alice = scene.registrant(scene.user("alice"));
            WatcherDialog watcher = scene.subscribed(alice.aor());
            assertThat(alice.register("<sip:alice@192.0.2.1>").all("Contact")).hasSize(1);
            watcher.subscribe(300);
            assertThat(watcher.next().text()).contains("closed").doesNotContain("192.0.2.1");
            assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void answerToARefreshDoesNotWaitForTheInterval(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            WatcherDialog watcher = scene.subscribed(scene.user("alice"));
            long since = System.nanoTime();
            watcher.subscribe(300);
            watcher.next();
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofMillis(900));
        }
    }
}
