package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.TestPublisher;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.WatcherDialog;

/**
 * Settings with externally visible effects: expires_offset, server_address, notify_min_interval, use_callbacks,
 * to_tag_pref.
 */
class ConfiguredIT extends DeployedServerTest {

    private static final String CONTACT = "sip:presence.example.org:5070";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "expires_offset=10",
                "server_address=" + CONTACT,
                "notify_min_interval=1000",
                "use_callbacks=0",
                "to_tag_pref=pres.");
    }

    @OverUdpAndTcp
    void offsetIsTakenOffTheExpiresOfPublishAndNotBelow1(Scene scene) {
        TestPublisher publisher = scene.publisher(scene.user("alice"));
        String pidf = TestPidf.open(publisher.presentity(), "x");
        assertThat(publisher.publish(pidf, 300).required("Expires")).isEqualTo("290");
        assertThat(publisher.refresh(5).required("Expires")).isEqualTo("1");
        assertThat(publisher.remove().required("Expires")).isEqualTo("0");
        assertThat(scene.watcher(scene.user("bob")).subscribe(300).required("Expires"))
                .isEqualTo("300");
    }

    @OverUdpAndTcp
    void serverAddressIsTheContact(Scene scene) {
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

    @OverUdpAndTcp
    void ourTagsBeginWithThePrefix(Scene scene) {
        WatcherDialog watcher = scene.watcher(scene.user("alice"));
        SipMessage response = watcher.subscribe(300);
        assertThat(response.toTag().orElseThrow()).startsWith("pres.");
        assertThat(watcher.next().message().fromTag()).isEqualTo(response.toTag());
        SipMessage refused = scene.watcher(scene.user("alice")).event("unknown").subscribe(300);
        assertThat(refused.status()).isEqualTo(489);
        assertThat(refused.toTag().orElseThrow()).startsWith("pres.");
    }

    @OverUdpAndTcp
    void changesWithinTheIntervalCollapse(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        TestPublisher publisher = scene.publisher(alice);
        for (int change = 0; change < 20; change++) {
            publisher.publishOpen("change " + change + '.');
        }
        watcher.awaitLast("change 19.", Duration.ofSeconds(5));
        assertThat(watcher.history()).hasSizeLessThanOrEqualTo(4);
    }

    @OverUdpAndTcp
    void registrationsAreKeptButDoNotCount(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        WatcherDialog watcher = scene.subscribed(alice.aor());
        assertThat(alice.register("<sip:alice@192.0.2.1>").all("Contact")).hasSize(1);
        watcher.subscribe(300);
        assertThat(watcher.next().text()).contains("closed").doesNotContain("192.0.2.1");
        assertThat(watcher.poll(Duration.ofMillis(300))).isEmpty();
    }

    @OverUdpAndTcp
    void answerToARefreshDoesNotWaitForTheInterval(Scene scene) {
        WatcherDialog watcher = scene.subscribed(scene.user("alice"));
        long since = System.nanoTime();
        watcher.subscribe(300);
        watcher.next();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofMillis(900));
    }
}
