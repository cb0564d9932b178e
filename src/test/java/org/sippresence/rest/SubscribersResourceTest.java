package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;

import java.io.IOException;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.account.Account;
import org.sippresence.model.Aor;

final class SubscribersResourceTest {

    private static final Aor SMITH = Aor.parse("sip:smith@example.org");
    private static final String PATH = "/api/v1/subscribers/sip:smith@example.org";
    private static final String MD5 = "0123456789abcdef".repeat(2);

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void nobodyIsASubscriber() {
        server.services.accounts().remove(SMITH);
    }

    @Test
    void aSubscriberIsShownWithoutItsSecrets() throws IOException, InterruptedException {
        assertProblem(server.get(PATH), 404, "there is no subscriber sip:smith@example.org");
        assertThat(server.put(PATH, "{\"password\": \"top secret\"}").statusCode())
                .isEqualTo(204);
        assertThat(Json.MAPPER.readTree(server.get(PATH).body())).isEqualTo(Json.MAPPER.readTree("""
                {"uri": "sip:smith@example.org", "username": "smith", "domain": "example.org", "realm": "example.org",
                 "algorithms": ["SHA-256", "MD5"]}"""));
    }

    @Test
    void hashesMadeElsewhereAreTakenOver() throws IOException, InterruptedException {
        assertThat(server.put(PATH, "{\"ha1\": \"" + MD5 + "\"}").statusCode()).isEqualTo(204);
        Account smith = server.services.accounts().find(SMITH).orElseThrow();
        assertThat(smith.plain().md5()).isEqualTo(MD5);
        assertThat(Json.MAPPER.readTree(server.get(PATH).body()).path("algorithms"))
                .isEqualTo(Json.MAPPER.readTree("[\"MD5\"]"));
        String all = "{\"ha1\": \"" + MD5 + "\", \"ha1b\": \"" + MD5 + "\", \"ha1_sha256\": \"" + MD5 + MD5
                + "\", \"ha1b_sha256\": \"" + MD5 + MD5 + "\"}";
        assertThat(server.put(PATH, all).statusCode()).isEqualTo(204);
        assertThat(server.services
                        .accounts()
                        .find(SMITH)
                        .orElseThrow()
                        .qualified()
                        .sha256())
                .isEqualTo(MD5 + MD5);
    }

    @Test
    void aSubscriberIsRemovedOnce() throws IOException, InterruptedException {
        server.services.accounts().savePassword(SMITH, "secret");
        assertThat(server.delete(PATH).statusCode()).isEqualTo(204);
        assertProblem(server.delete(PATH), 404, "there is no subscriber sip:smith@example.org");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                    | neither a password nor a hash
            null                                  | the body is missing
            ``                                    | the body is missing
            {"ha1":"","ha1_sha256":""}            | neither a password nor a hash
            {"ha1":"12"}                          | an MD5 hash has 32 hexadecimal digits
            {"ha1_sha256":"x"}                    | an MD5 hash has 32 hexadecimal digits
            {"password":""}                       | the password must have 1 to 255 characters
            {"password":"a\\nb"}                  | the password must have 1 to 255 characters
            {"password":"a","ha1":"12"}           | a password and hashes exclude each other
            {"passwort":"a"}                      | unknown member
            {"password":["a"]}                    | has the wrong type
            """)
    void aBadBodyIsRefusedClearly(String body, String detail) throws IOException, InterruptedException {
        assertProblem(server.put(PATH, body), 400, detail);
        assertThat(server.services.accounts().find(SMITH)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tel:+15551234", "sip:example.org", "smith@example.org", "http:smith@example.org"})
    void whatIsNoAddressOfAUserIsRefused(String uri) throws IOException, InterruptedException {
        String path = "/api/v1/subscribers/" + uri;
        assertProblem(server.get(path), 400, "the URI in the path is no SIP");
        assertProblem(server.put(path, "{\"password\":\"secret\"}"), 400, "the URI in the path is no SIP");
        assertProblem(server.delete(path), 400, "the URI in the path is no SIP");
    }

    @Test
    void anAddressThatIsTooLongIsRefused() throws IOException, InterruptedException {
        String path = "/api/v1/subscribers/sip:" + "u".repeat(240) + "@example.org";
        assertProblem(server.put(path, "{\"password\":\"secret\"}"), 400, "the URI in the path is no SIP");
    }

    @Test
    void aFullMemoryIsSaid() throws IOException, InterruptedException {
        server.put("/api/v1/subscribers/sip:a@example.org", "{\"password\":\"secret\"}");
        server.put("/api/v1/subscribers/sip:b@example.org", "{\"password\":\"secret\"}");
        assertProblem(server.put(PATH, "{\"password\":\"secret\"}"), 503, "there is no room");
        server.delete("/api/v1/subscribers/sip:a@example.org");
        server.delete("/api/v1/subscribers/sip:b@example.org");
    }

    @Test
    void withoutTokenNothingIsToldOrChanged() throws IOException, InterruptedException {
        server.services.accounts().savePassword(SMITH, "secret");
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(PATH));
        assertProblem(server.send(request), 401, "a token is needed");
        assertProblem(server.send(request.DELETE()), 401, "a token is needed");
        assertThat(server.services.accounts().find(SMITH)).isPresent();
    }
}
