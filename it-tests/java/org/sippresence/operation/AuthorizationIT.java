package org.sippresence.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.sipclient.AdminClient;
import org.sippresence.sipclient.Notification;
import org.sippresence.sipclient.Scene;
import org.sippresence.sipclient.Transport;
import org.sippresence.sipclient.WatcherDialog;

/** The reports about decisions for operators, with rules that users write by XCAP. */
class AuthorizationIT extends DeployedServerTest {

    private static final String ALL =
            "<pr:provide-services><pr:all-services/></pr:provide-services><pr:provide-persons><pr:all-persons/>"
                    + "</pr:provide-persons><pr:provide-devices><pr:all-devices/></pr:provide-devices>"
                    + "<pr:provide-all-attributes/>";

    private Scene scene;
    private String alice;

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war("auth=xcap");
    }

    @BeforeEach
    void aliceIsOnlineAndHasRules() {
        scene = scene(Transport.UDP);
        alice = scene.user("alice");
        scene.publish(alice, "words for friends");
        rules(rule("friends", one("bob"), "allow", ALL)
                + rule("acquaintances", one("carol"), "polite-block", "")
                + rule("no-provisions", one("dave"), "allow", "")
                + rule(
                        "office-hours",
                        one("erin") + "<validity><from>2130-01-02T08:00:00Z</from><until>2130-01-02T17:00:00Z</until>"
                                + "</validity>",
                        "allow",
                        ALL)
                + rule("colleagues", one("frank") + "<sphere value='work'/>", "allow", ALL));
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private String one(String user) {
        return "<identity><one id='" + scene.user(user) + "'/></identity>";
    }

    private static String rule(String id, String conditions, String handling, String transformations) {
        return "<rule id='" + id + "'><conditions>" + conditions + "</conditions><actions><pr:sub-handling>" + handling
                + "</pr:sub-handling></actions><transformations>" + transformations + "</transformations></rule>";
    }

    private void rules(String rules) {
        HttpResponse<String> stored = admin().put(
                        "/xcap/pres-rules/users/" + alice + "/index",
                        "application/auth-policy+xml",
                        "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>"
                                + rules + "</ruleset>");
        assertThat(stored.statusCode()).as(stored.body()).isIn(200, 201);
    }

    private HttpResponse<String> ask(String watcher, String presentity, String more) {
        return admin().get("/api/v1/authorization?watcher=" + URLEncoder.encode(watcher, UTF_8) + "&presentity="
                + URLEncoder.encode(presentity, UTF_8) + more);
    }

    private JsonNode decision(String user, String more) {
        HttpResponse<String> answer = ask(scene.user(user), alice, more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return AdminClient.json(answer);
    }

    private static void assertDecision(JsonNode answer, int code, String rule) {
        assertThat(answer.path("code").asInt()).as(answer.toPrettyString()).isEqualTo(code);
        assertThat(answer.path("rule").asText()).as(answer.toPrettyString()).isEqualTo(rule);
    }

    private static JsonNode trial(JsonNode answer, String rule) {
        for (JsonNode each : answer.path("rules")) {
            if (each.path("rule").asText().equals(rule)) {
                return each;
            }
        }
        throw new AssertionError("rule " + rule + " is not in " + answer);
    }

    @Test
    void whoIsAllowedSeesWhatIsPublished() {
        JsonNode answer = decision("bob", "&event=presence");
        assertDecision(answer, 1, "friends");
        assertThat(answer.path("status").asText()).isEqualTo("active");
        assertThat(answer.path("why").asText()).isEqualTo("rule \"friends\" says allow");
        assertThat(answer.path("document").asText()).contains("words for friends");
        assertThat(answer.path("filtered").asBoolean()).isFalse();
        assertThat(answer.path("permissions").path("all_attributes").asBoolean())
                .isTrue();
        assertThat(answer.has("until")).isFalse();
        assertThat(trial(answer, "friends").path("matches").asBoolean()).isTrue();
        assertThat(trial(answer, "friends").path("document").asText())
                .isEqualTo("pres-rules/users/" + alice + "/index");
        assertThat(trial(answer, "acquaintances").path("unmet").asText()).startsWith("identity: ");
    }

    @Test
    void whoIsBlockedPolitelySeesWhatLooksOffline() {
        JsonNode answer = decision("carol", "");
        assertDecision(answer, 5, "acquaintances");
        assertThat(answer.path("status").asText()).isEqualTo("polite-block");
        assertThat(answer.path("document").asText()).contains("closed").doesNotContain("words for friends");
        assertThat(answer.path("filtered").asBoolean()).isTrue();
    }

    @Test
    void whoIsAllowedWithoutProvisionsSeesAsLittle() {
        JsonNode answer = decision("dave", "");
        assertDecision(answer, 1, "no-provisions");
        assertThat(answer.path("document").asText()).contains("closed").doesNotContain("words for friends");
        assertThat(answer.path("filtered").asBoolean()).isTrue();
        assertThat(answer.path("document")).isEqualTo(decision("carol", "").path("document"));
    }

    @Test
    void whomNoRuleNamesIsRefusedAndSeesNothing() {
        JsonNode answer = decision("mallory", "");
        assertDecision(answer, 3, "");
        assertThat(answer.path("decision").asText()).isEqualTo("block");
        assertThat(answer.path("why").asText()).isEqualTo("no rule matches");
        assertThat(answer.has("document")).isFalse();
        assertThat(answer.path("rules"))
                .hasSize(5)
                .noneMatch(each -> each.path("matches").asBoolean());
    }

    @Test
    void withoutRulesWatchersWait() {
        HttpResponse<String> answer = ask(alice, scene.user("bob"), "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertDecision(AdminClient.parsed(answer), 2, "");
        assertThat(AdminClient.parsed(answer).path("rules")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2130-01-02T07:59:59Z, 3, 2130-01-02T08:00:00Z",
        "2130-01-02T08:00:00Z, 1, 2130-01-02T17:00:00Z",
        "2130-01-02T09:00:00%2B01:00, 1, 2130-01-02T17:00:00Z",
        "2130-01-02T17:00:00Z, 3, ''"
    })
    void anotherTimeMayBeAsked(String at, int code, String until) {
        JsonNode answer = decision("erin", "&at=" + at);
        assertDecision(answer, code, code == 1 ? "office-hours" : "");
        assertThat(answer.path("until").asText()).isEqualTo(until);
        if (code == 3) {
            assertThat(trial(answer, "office-hours").path("unmet").asText()).startsWith("validity: ");
        }
    }

    @Test
    void nowIsOutsideOfOfficeHours() {
        assertDecision(decision("erin", ""), 3, "");
    }

    @Test
    void anotherSphereMayBeAskedAndThePublishedOneCountsOtherwise() {
        JsonNode nowhere = decision("frank", "");
        assertDecision(nowhere, 3, "");
        assertThat(nowhere.has("sphere")).isFalse();
        assertThat(trial(nowhere, "colleagues").path("unmet").asText()).startsWith("sphere: ");
        assertDecision(decision("frank", "&sphere=work"), 1, "colleagues");
        scene.publisher(alice)
                .publish(
                        "<presence xmlns='urn:ietf:params:xml:ns:pidf' xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'"
                                + " xmlns:r='urn:ietf:params:xml:ns:pidf:rpid' entity='" + alice + "'>"
                                + "<dm:person id='p1'><r:sphere>work</r:sphere></dm:person></presence>",
                        300);
        JsonNode working = decision("frank", "");
        assertDecision(working, 1, "colleagues");
        assertThat(working.path("sphere").asText()).isEqualTo("work");
        assertDecision(decision("frank", "&sphere=home"), 3, "");
    }

    @Test
    void theAnswerIsWhatTheWatcherGets() {
        rules(rule("watchers", one("watcher0"), "allow", ALL));
        WatcherDialog watcher = scene.watcher(alice);
        assertThat(watcher.subscribe(300).status()).isEqualTo(200);
        Notification notification = watcher.next();
        JsonNode answer = decision("watcher0", "");
        assertThat(notification.state()).isEqualTo(answer.path("status").asText());
        assertThat(notification.text()).isEqualTo(answer.path("document").asText());
    }

    @Test
    void updateWatchersLeavesThoseAloneForWhomNothingChanges() {
        rules(rule("watchers", one("watcher0"), "allow", ALL));
        WatcherDialog watcher = scene.subscribed(alice);
        HttpResponse<String> answer =
                admin().post("/api/v1/updateWatchers", "{\"presentity_uri\":\"" + alice + "\",\"event\":\"presence\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(AdminClient.parsed(answer).path("changed").asInt(-1)).isZero();
        assertThat(watcher.poll(Duration.ofMillis(500))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            &event=nothing | event names no event package of this server
            &at=noon       | at is no instant
            """)
    void whatCannotBeAskedIsAProblem(String more, String detail) {
        HttpResponse<String> answer = ask(scene.user("bob"), alice, more);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(AdminClient.parsed(answer).path("detail").asText()).startsWith(detail);
    }
}
