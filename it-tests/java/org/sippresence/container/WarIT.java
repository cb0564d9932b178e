package org.sippresence.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.PresenceWar;
import org.sippresence.arquillian.ServerUnderTest;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.SipEndpoint;
import org.sippresence.sipclient.SipMessage;
import org.sippresence.sipclient.Transport;

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
    void warServesBeforeAndAfterARestart() {
        assertServes();

        server.restart();

        assertServes();
        assertThat(server.data().resolve("admin.token")).exists();
    }

    private void assertServes() {
        try (SipEndpoint endpoint = SipEndpoint.open()) {
            SipMessage options = SipMessage.request("OPTIONS", "sip:bob@example.org", "sip:alice@example.org");
            SipMessage response = endpoint.call(options, server.target(Transport.UDP));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.has("Allow-Events")).isTrue();
        }
        AdminClient http = new AdminClient(server, "none");
        assertThat(AdminClient.send(http.anonymous("/health/ready")).statusCode())
                .isEqualTo(200);
    }
}
