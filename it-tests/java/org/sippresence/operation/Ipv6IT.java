package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.sippresence.sipclient.TestHeaders;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** PUBLISH, SUBSCRIBE and NOTIFY over IPv6. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class Ipv6IT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("sip_bind=::1");
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void publishedStateReachesTheWatcher(Transport transport) {
        try (Scene scene = Servers.scene(server, transport)) {
            String alice = scene.user("alice");
            WatcherDialog watcher = scene.subscribed(alice);
            assertThat(TestHeaders.uri(watcher.remoteTarget())).contains("[").contains("]:");
            assertThat(scene.publisher(alice)
                            .publish(TestPidf.open(alice, "six"), 300)
                            .status())
                    .isEqualTo(200);
            assertThat(watcher.next().text()).contains("six");
            assertThat(watcher.unsubscribe().status()).isEqualTo(200);
            assertThat(watcher.next().isTerminated()).isTrue();
        }
    }
}
