package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.WatcherDialog;

/** PUBLISH, SUBSCRIBE and NOTIFY over IPv6. */
class Ipv6IT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("sip_bind=::1");
    }

    @OverUdpAndTcp
    void publishedStateReachesTheWatcher(Scene scene) {
        String alice = scene.user("alice");
        WatcherDialog watcher = scene.subscribed(alice);
        assertThat(TestHeaders.uri(watcher.remoteTarget())).contains("[").contains("]:");
        assertThat(scene.publish(alice, "six").status()).isEqualTo(200);
        assertThat(watcher.next().text()).contains("six");
        assertThat(watcher.unsubscribe().status()).isEqualTo(200);
        assertThat(watcher.next().isTerminated()).isTrue();
    }
}
