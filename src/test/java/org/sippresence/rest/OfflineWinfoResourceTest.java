package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestServer.assertProblem;
import static org.sippresence.rest.RestServer.json;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OfflineWinfoResourceTest {

    private static final String PATH = "/api/v1/offlineWinfo";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeAll
    static void prepare() {
        server.aliceIsOnlineAndWatched();
    }

    @Test
    void whoIsStoredIsShownOnceAsInTheTable() throws IOException, InterruptedException {
        String request = "{\"uid\":\"carol@EXAMPLE.org\",\"watcher\":\"sip:bob@example.org\"}";
        assertThat(server.post(PATH, request).statusCode()).isEqualTo(204);
        assertThat(server.post(PATH, request).statusCode()).isEqualTo(204);
        assertThat(json(server.get(PATH + "?uid=sip:carol@example.org"))).isEqualTo(Json.MAPPER.readTree("""
                {"watchers": [{"uid": "sip:carol@example.org", "watcher": "sip:bob@example.org", "events": "presence",
                  "domain": "registrar", "status": "pending",
                  "created_on": "2026-11-22T12:00:00Z", "expires_on": "2026-11-25T12:00:00Z"}]}"""));
    }

    @Test
    void nobodyIsToldWhereNobodyIsSubscribed() throws IOException, InterruptedException {
        assertThat(json(server.post(PATH + "/dump", "{\"uid\":\"sip:dave@example.org\"}")))
                .isEqualTo(Json.MAPPER.readTree("{\"watchers\": 0, \"notified\": 0}"));
    }

    @Test
    void ofWhomNothingIsKnownIsOffline() throws IOException, InterruptedException {
        assertThat(json(server.get("/api/v1/presentities/sip:nobody@example.org/online")))
                .isEqualTo(Json.MAPPER.readTree("{\"online\": false}"));
        assertThat(json(server.get("/api/v1/presentities/sip:alice@example.org/online"))
                        .path("online")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                                                       | the body is missing
            {"watcher":"sip:a@b"}                                      | uid is missing
            {"uid":"sip:a@b"}                                          | watcher is missing
            {"uid":"alice","watcher":"sip:a@b"}                        | uid is no SIP
            {"uid":"sip:a@b","watcher":"sip:a@b","event":"a b"}        | event is no name
            {"uid":"sip:a@b","watcher":"sip:a@b","event":"x"}          | event names no event package of this server for this request; known are dialog, dialog.winfo, presence, presence.winfo
            {"uid":"sip:a@b","watcher":"sip:a@b","status":"active"}    | unknown member
            """)
    void aBadBodyIsRefusedClearly(String body, String detail) throws IOException, InterruptedException {
        assertProblem(server.post(PATH, body), 400, detail);
    }
}
