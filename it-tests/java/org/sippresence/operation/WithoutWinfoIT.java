package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

/** {@code watcherinfo_notify=0}: watcher information is disabled. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WithoutWinfoIT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("watcherinfo_notify=0");
    }

    @Test
    void watcherInformationIsABadEventAndNotNamed() {
        try (Scene scene = Servers.scene(server, Transport.UDP)) {
            String alice = scene.user("alice");
            SipMessage response =
                    scene.watcher(alice, alice).event("presence.winfo").subscribe(300);
            assertThat(response.status()).isEqualTo(489);
            assertThat(response.all("Allow-Events")).contains("presence").noneMatch(event -> event.endsWith(".winfo"));
        }
    }
}
