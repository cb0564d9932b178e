package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.sipclient.AdminClient;

/** SIP accounts over REST, in the server's own database. */
class SubscribersIT extends DeployedServerTest {

    private static final String SMITH = "/api/v1/subscribers/sip:smith@example.org";

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return admin().send(method, path, "application/json", body);
    }

    @Test
    void aSubscriberIsAddedShownAndRemoved() {
        assertThat(send("GET", SMITH, "").statusCode()).isEqualTo(404);
        assertThat(send("PUT", SMITH, "{\"password\":\"one\"}").statusCode()).isEqualTo(204);
        assertThat(send("PUT", SMITH, "{\"password\":\"two\"}").statusCode()).isEqualTo(204);
        HttpResponse<String> shown = send("GET", SMITH, "");
        assertThat(AdminClient.json(shown).path("realm").asText()).isEqualTo("example.org");
        assertThat(shown.body()).doesNotContain("two").doesNotContainPattern("[0-9a-f]{32}");
        assertThat(send("DELETE", SMITH, "").statusCode()).isEqualTo(204);
        assertThat(send("GET", SMITH, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aUserOfAnotherDomainIsRefused() {
        HttpResponse<String> refused =
                send("PUT", "/api/v1/subscribers/sip:smith@example.net", "{\"password\":\"one\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("the domain is not ours");
    }
}
