package org.sippresence.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.settings.Settings;
import org.sippresence.settings.XcapSettings;
import org.sippresence.settings.XcapSettings.Credentials;
import org.sippresence.settings.XcapSettings.Documents;
import org.sippresence.settings.XcapSettings.UsernameMode;
import org.sippresence.xcap.client.RemoteRules;

/** The XCAP client with this project's XCAP server, as another server would use it. */
class RemoteRulesIT extends DeployedServerTest {

    private static final Aor ALICE = Aor.parse("sip:alice@example.org");
    private static final Aor BOB = Aor.parse("sip:bob@example.org");
    private static final Aor CAROL = Aor.parse("sip:carol@example.org");

    private final List<Aor> changes = new CopyOnWriteArrayList<>();

    @Deployment(testable = false)
    static WebArchive war() {
        return Servers.war();
    }

    private RemoteRules open(Optional<String> user, String secret) {
        XcapSettings settings = new XcapSettings(
                Optional.of(server().uri("/xcap")),
                new Documents("{auid}/users/{xui}/index", List.of("index"), UsernameMode.URI),
                Settings.of(Map.of()).xcap().limits(),
                Optional.of(new Credentials(user, secret)));
        RemoteRules rules = new RemoteRules(settings, new MemoryUserAttributes(1), 10, Clock.systemUTC());
        rules.onChange(changes::add);
        return rules;
    }

    private void send(String method, String path, String type, String body) {
        assertThat(admin().send(method, path, type, body).statusCode()).isBetween(200, 299);
    }

    private void rules(String method, Aor presentity, String body) {
        send(method, "/xcap/pres-rules/users/" + presentity.uri() + "/index", "application/auth-policy+xml", body);
    }

    private static String allowing(Aor watcher) {
        return "<ruleset xmlns='urn:ietf:params:xml:ns:common-policy' xmlns:pr='urn:ietf:params:xml:ns:pres-rules'>"
                + "<rule id='a'><conditions><identity><one id='" + watcher + "'/></identity></conditions><actions>"
                + "<pr:sub-handling>allow</pr:sub-handling></actions><transformations/></rule></ruleset>";
    }

    private static Authorization decision(RemoteRules rules, Aor presentity, Aor watcher) {
        return rules.current(presentity)
                .verdict(
                        Requester.of(watcher),
                        new DecisionContext(Instant.parse("2026-11-22T12:00:00Z"), Optional.empty()))
                .handling();
    }

    private static void refresh(RemoteRules rules, Aor presentity) {
        assertThat(rules.refresh(presentity)).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void documentsAreReadReadAgainAndMissed() {
        try (RemoteRules rules = open(Optional.empty(), Servers.ADMIN_TOKEN)) {
            refresh(rules, ALICE);
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
            rules("PUT", ALICE, allowing(BOB));
            refresh(rules, ALICE);
            assertThat(decision(rules, ALICE, BOB)).isEqualTo(Authorization.ALLOW);
            refresh(rules, ALICE);
            rules("PUT", ALICE, allowing(CAROL));
            refresh(rules, ALICE);
            assertThat(decision(rules, ALICE, BOB)).isEqualTo(Authorization.BLOCK);
            rules("DELETE", ALICE, "");
            refresh(rules, ALICE);
            assertThat(rules.current(ALICE)).isEqualTo(RuleSet.NONE);
            assertThat(changes).containsExactly(ALICE, ALICE, ALICE);
            assertThat(rules.metrics().responses().get("unchanged")).isEqualTo(1);
            assertThat(rules.metrics().responses().get("absent")).isEqualTo(2);
        }
    }

    @Test
    void aSubscriberReadsItsOwnRulesByDigestAndNoOthers() {
        send("PUT", "/api/v1/subscribers/" + CAROL, "application/json", "{\"password\":\"carol's secret\"}");
        rules("PUT", CAROL, allowing(BOB));
        rules("PUT", BOB, allowing(CAROL));
        try (RemoteRules rules = open(Optional.of("carol"), "carol's secret")) {
            refresh(rules, CAROL);
            assertThat(decision(rules, CAROL, BOB)).isEqualTo(Authorization.ALLOW);
            refresh(rules, BOB);
            assertThat(decision(rules, BOB, CAROL)).isEqualTo(Authorization.CONFIRM);
            assertThat(rules.metrics().responses().get("unauthorized")).isEqualTo(1);
        } finally {
            rules("DELETE", CAROL, "");
            rules("DELETE", BOB, "");
        }
    }
}
