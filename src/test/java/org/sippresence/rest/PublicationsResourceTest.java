package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PublicationsResourceTest {

    private static final String PATH = "/api/v1/presentities/sip:alice@example.org/publications";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void nothingIsPublished() {
        server.bed.change(
                RestFixtures.ALICE,
                transaction -> List.copyOf(transaction.allPublications()).forEach(transaction.publications()::remove));
    }

    private HttpResponse<String> put(String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = server.request(path);
        return server.send(
                (type.isEmpty() ? request : request.header("Content-Type", type)).PUT(BodyPublishers.ofString(body)));
    }

    private String published(HttpResponse<String> response, int status, int expires) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonNode json = Json.MAPPER.readTree(response.body());
        assertThat(json.path("expires").asInt()).isEqualTo(expires);
        String etag = json.path("etag").asText();
        assertThat(response.headers().firstValue("ETag")).contains('"' + etag + '"');
        return etag;
    }

    @Test
    void aPublicationIsMadeChangedRefreshedAndRemoved() throws IOException, InterruptedException {
        String first = published(put(PATH + "?expires=600", "application/pidf+xml", "open"), 201, 600);
        String second = published(put(PATH + '/' + first + "?expires=300", "application/pidf+xml", "busy"), 200, 300);
        assertThat(second).isNotEqualTo(first);
        assertThat(server.published()).containsExactly("busy");
        String third = published(put(PATH + '/' + second, "", ""), 200, 3600);
        assertThat(server.published()).containsExactly("busy");
        assertProblem(put(PATH + '/' + first, "application/pidf+xml", "late"), 412, "Conditional Request Failed");
        assertThat(server.delete(PATH + '/' + third).statusCode()).isEqualTo(204);
        assertThat(server.published()).isEmpty();
        assertProblem(server.delete(PATH + '/' + third), 412, "Conditional Request Failed");
    }

    @Test
    void twoPublicationsStandBesideEachOther() throws IOException, InterruptedException {
        String one = published(put(PATH, "application/pidf+xml; charset=utf-8", "one"), 201, 3600);
        String two = published(put(PATH, "application/pidf+xml", "two"), 201, 3600);
        assertThat(one).isNotEqualTo(two);
        assertThat(server.published()).containsExactly("one", "two");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                    | application/pidf+xml | ''   | 400 | a new publication needs a body
            ''                    | text/plain           | open | 415 | Accept: application/pidf+xml
            ''                    | ''                   | open | 400 | Content-Type names no media type
            ''                    | application/pidf+xml | ' '  | 400 | blank
            ?expires=soon         | application/pidf+xml | open | 400 | expires is no number of seconds
            ?event=nothing        | application/pidf+xml | open | 400 | event names no event package of this server
            ?event=presence.winfo | application/pidf+xml | open | 400 | event names no event package of this server
            /no-such-tag          | application/pidf+xml | open | 412 | Conditional Request Failed
            /bad%20tag            | application/pidf+xml | open | 400 | the entity-tag in the path is none
            """)
    void whatCannotBePublishedIsRefused(String path, String type, String body, int status, String detail)
            throws IOException, InterruptedException {
        assertProblem(put(PATH + path, type, body), status, detail);
        assertThat(server.published()).isEmpty();
    }

    @Test
    void whatIsTooLargeIsNotRead() throws IOException, InterruptedException {
        assertProblem(put(PATH, "application/pidf+xml", "x".repeat(300_000)), 413, "the body is larger than");
    }

    @Test
    void withoutTheTokenNothingIsPublished() throws IOException, InterruptedException {
        HttpResponse<String> response = server.send(HttpRequest.newBuilder(server.uri(PATH))
                .header("Content-Type", "application/pidf+xml")
                .PUT(BodyPublishers.ofString("open")));
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(server.published()).isEmpty();
    }
}
