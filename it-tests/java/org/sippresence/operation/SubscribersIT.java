package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sippresence.arquillian.ServerUnderTest;

/** SIP accounts over REST, in the server's own database. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
class SubscribersIT {

    private static final String SMITH = "/api/v1/subscribers/sip:smith@example.org";

    private final HttpClient client = HttpClient.newHttpClient();

    @ArquillianResource
    private ServerUnderTest server;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.uri(path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + Servers.ADMIN_TOKEN)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void aSubscriberIsAddedShownAndRemoved() throws IOException, InterruptedException {
        assertThat(send("GET", SMITH, "").statusCode()).isEqualTo(404);
        assertThat(send("PUT", SMITH, "{\"password\":\"one\"}").statusCode()).isEqualTo(204);
        assertThat(send("PUT", SMITH, "{\"password\":\"two\"}").statusCode()).isEqualTo(204);
        HttpResponse<String> shown = send("GET", SMITH, "");
        assertThat(new ObjectMapper().readTree(shown.body()).path("realm").asText())
                .isEqualTo("example.org");
        assertThat(shown.body()).doesNotContain("two").doesNotContainPattern("[0-9a-f]{32}");
        assertThat(send("DELETE", SMITH, "").statusCode()).isEqualTo(204);
        assertThat(send("GET", SMITH, "").statusCode()).isEqualTo(404);
    }

    @Test
    void aUserOfAnotherDomainIsRefused() throws IOException, InterruptedException {
        HttpResponse<String> refused =
                send("PUT", "/api/v1/subscribers/sip:smith@example.net", "{\"password\":\"one\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("the domain is not ours");
    }
}
