package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.SipMessage;

/** {@code watcherinfo_notify=0}: watcher information is disabled. */
class WithoutWinfoIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("watcherinfo_notify=0");
    }

    @Test
    void watcherInformationIsABadEventAndNotNamed(Scene scene) {
        String alice = scene.user("alice");
        SipMessage response =
                scene.watcher(alice, alice).event("presence.winfo").subscribe(300);
        assertThat(response.status()).isEqualTo(489);
        assertThat(response.all("Allow-Events")).contains("presence").noneMatch(event -> event.endsWith(".winfo"));
    }
}
