package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.TestRegistrant;
import org.sippresence.sipclient.WatcherDialog;

/** The event package {@code reg} (RFC 3680), contacts set by REST, and separation of tenants. */
class RegIT extends DeployedServerTest {

    private static final String DESK = "<sip:alice@192.0.2.1>";
    private static final String SERVER = "sip:proxy@example.org";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war(
                "domains=example.org,im.example.org",
                "pdomains=jabber: im.example.org",
                "default_priority_percentage=40",
                "reg_watchers=" + SERVER);
    }

    private String put(String aor, String contacts) {
        return admin().put("/api/v1/registrations/" + aor, "{\"contacts\":[" + contacts + "]}")
                .body();
    }

    @OverUdpAndTcp
    void theUserAndNamedServersAreToldWhatHappensToContacts(Scene scene) {
        TestRegistrant alice = scene.registrant(scene.user("alice"));
        alice.register(DESK);
        WatcherDialog herself = scene.watcher(alice.aor(), alice.aor()).event("reg");
        WatcherDialog proxy = scene.watcher(alice.aor(), SERVER).event("reg");
        for (WatcherDialog each : new WatcherDialog[] {herself, proxy}) {
            assertThat(each.subscribe(300).status()).isEqualTo(200);
            assertThat(each.next().text())
                    .contains("version=\"0\" state=\"full\"", "event=\"registered\"", "sip:alice@192.0.2.1");
        }
        alice.register(DESK + ";expires=2");
        assertThat(proxy.next().text()).contains("version=\"1\" state=\"partial\"", "event=\"shortened\"");
        assertThat(proxy.next().text()).contains("version=\"2\" state=\"partial\"", "event=\"expired\"");
        proxy.subscribe(300);
        assertThat(proxy.next().text()).contains("version=\"3\" state=\"full\"", "state=\"init\"");
        assertThat(scene.watcher(alice.aor()).event("reg").subscribe(300).status())
                .isEqualTo(403);
    }

    @Test
    void contactsFedByRestAreSeenAndTenantsDoNotMix(Scene scene) {
        String sip = scene.user("alice");
        String jabber = sip.replace("@", "@im.");
        WatcherDialog ofSip = scene.subscribed(sip);
        WatcherDialog ofJabber = scene.subscribed(jabber);
        assertThat(put(jabber, "{\"contact\":\"xmpp:alice@im.example.org/desk\"}"))
                .contains("\"pdomain\" : \"jabber\"");
        assertThat(ofJabber.next().text())
                .contains("<basic>open</basic>", "<contact priority=\"0.4\">xmpp:alice@im.example.org/desk</contact>");
        put(sip, "{\"contact\":\"mailto:alice@example.org?subject=x\"}");
        assertThat(ofSip.next().text()).contains("mailto:");
        assertThat(scene.registrant(sip).register(DESK).all("Contact")).hasSize(2);
        assertThat(ofSip.next().text()).contains("sip:alice@192.0.2.1").doesNotContain("xmpp:");
        put(jabber, "");
        assertThat(ofJabber.next().text()).contains("closed");
        assertThat(ofSip.poll(Duration.ofMillis(300))).isEmpty();
    }
}
