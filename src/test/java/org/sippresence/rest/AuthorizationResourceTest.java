package org.sippresence.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.rest.RestFixtures.ALICE;
import static org.sippresence.rest.RestFixtures.BOB;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.maintenance.Administration.AuthorizationQuestion;
import org.sippresence.model.EventName;

final class AuthorizationResourceTest {

    private static final String PATH = "/api/v1/authorization";
    private static final String BOB_AND_ALICE = "?watcher=sip:bob@example.org&presentity=sip:alice@example.org";
    private static final Instant NIGHT = Instant.parse("2026-11-22T02:00:00Z");

    private static RestServer server;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, LifecycleException {
        server = RestServer.start(directory);
    }

    @AfterAll
    static void stop() throws LifecycleException {
        server.close();
    }

    @BeforeEach
    void nothingIsDecided() {
        server.administration.forget();
    }

    private static JsonNode decision(String query) throws IOException, InterruptedException {
        HttpResponse<String> response = server.get(PATH + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.MAPPER.readTree(response.body());
    }

    @Test
    void aDecisionIsShownWithItsReasons() throws IOException, InterruptedException {
        server.administration.decisions.put(BOB, RestFixtures.bobSeesAlicesMood());
        assertThat(decision(BOB_AND_ALICE)).isEqualTo(Json.MAPPER.readTree("""
                {"code": 1, "status": "active", "decision": "allow", "rule": "friends",
                 "why": "rule \\"friends\\" says allow",
                 "at": "2026-11-22T02:00:00Z", "sphere": "work", "until": "2026-11-23T00:00:00Z",
                 "permissions": {
                   "services": {"all": false, "members": [
                     {"by": "class", "value": "work"}, {"by": "service-uri-scheme", "value": "sip"}]},
                   "persons": {"all": true, "members": []}, "devices": {"all": false, "members": []},
                   "attributes": ["provide-mood", "provide-note"], "user_input": "bare",
                   "unknown": [{"namespace": "urn:example", "name": "weather"}], "all_attributes": false},
                 "filtered": true, "document": "<filtered/>",
                 "rules": [
                   {"document": "index", "rule": "friends", "handling": "allow", "matches": true},
                   {"document": "index", "rule": "enemies", "handling": "polite-block", "matches": false,
                    "unmet": "identity: another one is meant"}]}"""));
    }

    @Test
    void withoutRulesThereIsNothingToNameAndNothingToSee() throws IOException, InterruptedException {
        assertThat(decision(BOB_AND_ALICE)).isEqualTo(Json.MAPPER.readTree("""
                {"code": 2, "status": "pending", "decision": "confirm", "why": "no rules are evaluated",
                 "at": "1970-01-01T00:00:00Z",
                 "permissions": {
                   "services": {"all": false, "members": []}, "persons": {"all": false, "members": []},
                   "devices": {"all": false, "members": []}, "attributes": [], "user_input": "false", "unknown": [],
                   "all_attributes": false},
                 "filtered": false, "rules": []}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "ALLOW, 1, active, allow",
        "CONFIRM, 2, pending, confirm",
        "BLOCK, 3, terminated, block",
        "POLITE_BLOCK, 5, polite-block, polite-block"
    })
    void theNumbersAreKamailios(Authorization handling, int code, String status, String decision)
            throws IOException, InterruptedException {
        server.administration.decisions.put(
                BOB, RestFixtures.decided(handling, new DecisionContext(NIGHT, Optional.empty())));
        JsonNode answer = decision(BOB_AND_ALICE);
        assertThat(answer.path("code").asInt()).isEqualTo(code);
        assertThat(answer.path("status").asText()).isEqualTo(status);
        assertThat(answer.path("decision").asText()).isEqualTo(decision);
    }

    @Test
    void theQuestionIsAboutNowUnlessToldOtherwise() throws IOException, InterruptedException {
        decision("?watcher=sip:bob@EXAMPLE.org&presentity=sip%3Aalice%40example.org&at=&sphere=%20&event=");
        assertThat(server.administration.questions)
                .containsExactly(
                        new AuthorizationQuestion(BOB, ALICE, EventName.PRESENCE, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T02:00:00Z", "2026-11-22T03:00:00%2B01:00", "2026-11-21T21:00:00-05:00"})
    void anotherTimeAndSphereMayBeAsked(String at) throws IOException, InterruptedException {
        JsonNode answer = decision(BOB_AND_ALICE + "&event=presence&sphere=at%20home&at=" + at);
        assertThat(server.administration.questions)
                .containsExactly(new AuthorizationQuestion(
                        BOB, ALICE, EventName.PRESENCE, Optional.of(NIGHT), Optional.of("at home")));
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
        HttpResponse<String> response = server.get(PATH + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        assertThat(Json.MAPPER.readTree(response.body()).path("detail").asText())
                .contains(detail);
        assertThat(server.administration.questions).isEmpty();
    }

    @Test
    void aSilentDatabaseIsUnavailable() throws IOException, InterruptedException {
        server.administration.failure = Optional.of(new UncheckedIOException("no connection", new IOException("x")));
        assertThat(server.get(PATH + BOB_AND_ALICE).statusCode()).isEqualTo(503);
    }
}
