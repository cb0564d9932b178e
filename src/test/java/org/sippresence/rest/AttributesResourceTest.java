package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.attributes.AttributeName;
import org.sippresence.attributes.UserAttribute;

final class AttributesResourceTest {

    private static final AttributeName FILE = new AttributeName("sip:alice@example.org", "pres_rules_file");
    private static final String PATH = "/api/v1/attributes/sip:alice@example.org/pres_rules_file";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void nothingIsSaid() {
        server.services.attributes().remove(FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {PATH, "/api/v1/attributes/sip%3Aalice%40example.org/pres_rules_file"})
    void anAttributeIsSetShownAndRemoved(String path) throws IOException, InterruptedException {
        assertProblem(server.get(path), 404, "there is no attribute pres_rules_file of sip:alice@example.org");
        assertThat(server.put(path, "{\"value\":\"a.xml, b.xml\"}").statusCode())
                .isEqualTo(204);
        assertThat(server.services.attributes().find(FILE)).contains(new UserAttribute(FILE, "a.xml, b.xml"));
        assertThat(Json.MAPPER.readTree(server.get(path).body())).isEqualTo(Json.MAPPER.readTree("""
                {"uid": "sip:alice@example.org", "name": "pres_rules_file", "value": "a.xml, b.xml"}"""));
        assertThat(server.delete(path).statusCode()).isEqualTo(204);
        assertProblem(server.delete(path), 404, "there is no attribute");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}               | value is missing
            {"value":null}   | value is missing
            {"value":"a\\nb"} | value must have up to 1024 characters
            """)
    void aBadValueIsRefused(String body, String detail) throws IOException, InterruptedException {
        assertProblem(server.put(PATH, body), 400, detail);
    }

    @Test
    void aBadNameIsRefused() throws IOException, InterruptedException {
        assertProblem(server.get("/api/v1/attributes/alice/a%20b"), 400, "name must be");
        assertProblem(server.get("/api/v1/attributes/" + "a".repeat(256) + "/uuid"), 400, "uid must have");
    }

    @Test
    void withoutADatabaseThereIsRoomForSoManyUsers() throws IOException, InterruptedException {
        server.put("/api/v1/attributes/a/uuid", "{\"value\":\"1\"}");
        server.put("/api/v1/attributes/b/uuid", "{\"value\":\"2\"}");
        assertProblem(server.put(PATH, "{\"value\":\"3\"}"), 503, "there is no room for another attribute");
        server.delete("/api/v1/attributes/a/uuid");
        server.delete("/api/v1/attributes/b/uuid");
    }
}
