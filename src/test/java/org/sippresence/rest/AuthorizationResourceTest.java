package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AuthorizationResourceTest {

    private static final String PATH = "/api/v1/authorization";
    private static final String BOB_AND_ALICE = "?watcher=sip:bob@example.org&presentity=sip:alice@example.org";

    @RegisterExtension
    static final RestServer server = new RestServer();

    @BeforeEach
    void aliceIsOnlineAndWatched() {
        server.aliceIsOnlineAndWatched();
    }

    private static JsonNode decision(String query) throws IOException, InterruptedException {
        return RestServer.json(server.get(PATH + query));
    }

    @Test
    void aDecisionIsShownWithItsReasons() throws IOException, InterruptedException {
        server.rules = Optional.of(RestFixtures.bobSeesAlicesMood());
        assertThat(decision(BOB_AND_ALICE + "&sphere=work")).isEqualTo(Json.MAPPER.readTree("""
                {"code": 1, "status": "active", "decision": "allow", "rule": "friends",
                 "why": "rule \\"friends\\" says allow",
                 "at": "2026-11-22T12:00:00Z", "sphere": "work", "until": "2026-11-23T00:00:00Z",
                 "permissions": {
                   "services": {"all": false, "members": [
                     {"by": "class", "value": "work"}, {"by": "service-uri-scheme", "value": "sip"}]},
                   "persons": {"all": true, "members": []}, "devices": {"all": false, "members": []},
                   "attributes": ["provide-mood", "provide-note"], "user_input": "bare",
                   "unknown": [{"namespace": "urn:example", "name": "weather"}], "all_attributes": false},
                 "filtered": false, "document": "<presence>\u00e9</presence>",
                 "rules": [
                   {"document": "index", "rule": "friends", "handling": "allow", "matches": true},
                   {"document": "index", "rule": "enemies", "handling": "polite-block", "matches": false,
                    "unmet": "identity: the requester is none of 1 identities and in none of 0 groups"}]}"""));
    }

    @Test
    void withoutRulesThereIsNothingToNameAndNothingToSee() throws IOException, InterruptedException {
        server.rules = Optional.empty();
        assertThat(decision(BOB_AND_ALICE)).isEqualTo(Json.MAPPER.readTree("""
                {"code": 2, "status": "pending", "decision": "confirm", "why": "no rules are evaluated",
                 "at": "2026-11-22T12:00:00Z",
                 "permissions": {
                   "services": {"all": false, "members": []}, "persons": {"all": false, "members": []},
                   "devices": {"all": false, "members": []}, "attributes": [], "user_input": "false", "unknown": [],
                   "all_attributes": false},
                 "filtered": false, "rules": []}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "allow, 1, active, false",
        "confirm, 2, pending, false",
        "block, 3, terminated, false",
        "polite-block, 5, polite-block, true"
    })
    void theNumbersAreKamailios(String decision, int code, String status, boolean filtered)
            throws IOException, InterruptedException {
        server.rules = Optional.of(RestFixtures.everybody(decision));
        JsonNode answer = decision(BOB_AND_ALICE);
        assertThat(answer.path("code").asInt()).isEqualTo(code);
        assertThat(answer.path("status").asText()).isEqualTo(status);
        assertThat(answer.path("decision").asText()).isEqualTo(decision);
        assertThat(answer.path("filtered").asBoolean()).isEqualTo(filtered);
    }

    @Test
    void theQuestionIsAboutNowUnlessToldOtherwise() throws IOException, InterruptedException {
        JsonNode answer =
                decision("?watcher=sip:bob@EXAMPLE.org&presentity=sip%3Aalice%40example.org&at=&sphere=%20&event=");
        assertThat(answer.path("at").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(answer.has("sphere")).isFalse();
        assertThat(answer.path("document").asText()).isEqualTo("<presence>\u00e9</presence>");
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T02:00:00Z", "2026-11-22T03:00:00%2B01:00", "2026-11-21T21:00:00-05:00"})
    void anotherTimeAndSphereMayBeAsked(String at) throws IOException, InterruptedException {
        JsonNode answer = decision(BOB_AND_ALICE + "&event=presence&sphere=at%20home&at=" + at);
        assertThat(answer.path("at").asText()).isEqualTo("2026-11-22T02:00:00Z");
        assertThat(answer.path("sphere").asText()).isEqualTo("at home");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ?presentity=sip:a@b                                    | watcher is missing
            ?watcher=sip:a@b                                       | presentity is missing
            ?watcher=bob&presentity=sip:a@b                        | watcher is no SIP
            ?watcher=sip:a@b&presentity=http://x                   | presentity is no SIP
            ?watcher=sip:a@b&presentity=sip:a@b&event=a%20b        | event is no name of an event package
            ?watcher=sip:a@b&presentity=sip:a@b&event=nothing      | event names no event package of this server
            ?watcher=sip:a@b&presentity=sip:a@b&at=noon            | at is no instant such as
            ?watcher=sip:a@b&presentity=sip:a@b&at=2026-02-30T00:00:00Z | at is no instant such as
            ?watcher=sip:a@b&presentity=sip:a@b&at=2026-11-22      | at is no instant such as
            """)
    void aBadQuestionIsRefusedClearly(String query, String detail) throws IOException, InterruptedException {
        RestServer.assertProblem(server.get(PATH + query), 400, detail);
    }

    @Test
    void aSilentDatabaseIsUnavailable() throws IOException, InterruptedException {
        server.store.failAll(true);
        assertThat(server.get(PATH + "?watcher=sip:bob@example.org&presentity=sip:carol@example.org")
                        .statusCode())
                .isEqualTo(503);
    }
}
