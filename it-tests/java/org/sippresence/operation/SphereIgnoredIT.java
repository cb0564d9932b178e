package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.sipclient.RulesText.EVERYTHING;
import static org.sippresence.sipclient.RulesText.document;
import static org.sippresence.sipclient.RulesText.everybody;
import static org.sippresence.sipclient.RulesText.rule;
import static org.sippresence.sipclient.RulesText.sphere;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestPidf;
import org.sippresence.sipclient.WatcherDialog;
import org.sippresence.sipclient.XcapUser;

/** {@code enable_sphere_check=0}: rules with a sphere never match, whatever is published. */
class SphereIgnoredIT extends DeployedServerTest {

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=xcap", "enable_sphere_check=0");
    }

    @Test
    void aRuleForASphereMatchesNever(Scene scene) {
        String alice = scene.user("alice");
        XcapUser.subscribed(admin(), alice)
                .rules(document(
                        rule("always", everybody(), "confirm"),
                        rule("at-work", everybody() + sphere("work"), "allow", EVERYTHING)));
        String working = TestPidf.person(alice, "open", "<r:sphere><r:work/></r:sphere>");
        WatcherDialog watcher = scene.watcher(alice);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        assertThat(watcher.next().state()).isEqualTo("pending");
        assertThat(scene.publisher(alice).publish(working, 300).status()).isEqualTo(200);
        assertThat(watcher.poll(Duration.ofMillis(500)).map(Notification::message))
                .isEmpty();
    }
}
