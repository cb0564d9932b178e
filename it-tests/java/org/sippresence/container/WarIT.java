package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.PresenceWar;
import org.sippresence.arquillian.ServerUnderTest;

/** The WAR of the build in the container. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class WarIT {

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return PresenceWar.with("auth=none");
    }

    @Test
    void warServesBeforeAndAfterARestart() throws Exception {
        assertServes();

        server.restart();

        assertServes();
        assertThat(server.data().resolve("admin.token")).exists();
    }

    private void assertServes() throws Exception {
        try (ContainerWire wire = new ContainerWire(server.sip())) {
            wire.send(ContainerWire.request("OPTIONS", "UDP " + wire.here() + ";branch=z9hG4bK" + System.nanoTime()));
            assertThat(wire.receive()).startsWith("SIP/2.0 200 ").contains("Allow-Events: ");
        }
        int live = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(server.uri("/health/ready")).build(), BodyHandlers.discarding())
                .statusCode();
        assertThat(live).isEqualTo(200);
    }
}
