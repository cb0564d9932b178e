package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.authorization.AuthorizationFixtures.BOB;
import static org.sippresence.authorization.AuthorizationFixtures.NOON;
import static org.sippresence.authorization.AuthorizationFixtures.NOW;
import static org.sippresence.authorization.AuthorizationFixtures.at;
import static org.sippresence.authorization.AuthorizationFixtures.one;
import static org.sippresence.authorization.AuthorizationFixtures.requester;
import static org.sippresence.authorization.AuthorizationFixtures.resource;
import static org.sippresence.authorization.AuthorizationFixtures.ruleset;
import static org.sippresence.authorization.AuthorizationFixtures.validity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sippresence.model.Aor;
import org.sippresence.xml.MalformedXmlException;

final class ImRulesTest {

    @ParameterizedTest
    @CsvSource({
        "sip:jana@test-domain.com, false",
        "sip:jan@test-domain.com, false",
        "sip:jane@test-domain.com, true",
        "sip:jan@domain-test.com, true"
    })
    void readsTheExampleOfSer(String sender, boolean allowed) throws MalformedXmlException {
        RulesDecision decision = ImRules.read(resource("seed-im-rules.xml")).decide(requester(sender), NOW);

        assertThat(isAllowed(decision)).isEqualTo(allowed);
        assertThat(decision.rule()).isEqualTo(allowed ? Optional.empty() : Optional.of("blacklist"));
    }

    @Test
    void withoutARuleEverybodyMaySend() {
        assertThat(isAllowed(rules().decide(BOB, NOW))).isTrue();
        assertThat(isAllowed(rules().decide(Requester.unknown(), NOW))).isTrue();
    }

    @Test
    void oneRuleThatAllowsIsEnough() {
        String bob = one("sip:bob@example.com");

        assertThat(rules(rule("a", bob, "block"), rule("b", "", "allow")).decide(BOB, NOW))
                .isEqualTo(decision(Authorization.ALLOW, "b", "rule \"b\" says allow"));
        assertThat(rules(rule("b", bob, "block"), rule("a", "", "block")).decide(BOB, NOW))
                .isEqualTo(decision(Authorization.BLOCK, "a", "rule \"a\" says block"));
    }

    @Test
    void allConditionsCount() {
        String conditions = "<sphere value='work'/>" + validity("2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z");
        ImRules rules = rules(rule("meeting", conditions, "block"));

        assertThat(isAllowed(rules.decide(BOB, at(NOON, "work")))).isFalse();
        assertThat(isAllowed(rules.decide(BOB, at(NOON, "home")))).isTrue();
        assertThat(isAllowed(rules.decide(BOB, at(NOON.plusSeconds(3600), "work"))))
                .isTrue();
    }

    @Test
    void omasConditionsCountToo() {
        ImRules rules = rules(
                        rule("friends", "<ocp:external-list><ocp:entry anc='friends'/></ocp:external-list>", "allow"),
                        rule("anonymous", "<ocp:anonymous-request/>", "block"),
                        rule("others", "<ocp:other-identity/>", "block"))
                .resolve(list -> Set.of(Aor.parse("sip:carol@example.com")));

        assertThat(rules.externalLists()).containsExactly("friends");
        assertThat(isAllowed(rules.decide(requester("sip:carol@example.com"), NOW)))
                .isTrue();
        assertThat(rules.decide(BOB, NOW).rule()).contains("others");
        assertThat(rules.decide(Requester.unknown(), NOW).rule()).contains("anonymous");
    }

    @Test
    void whatIsNotUnderstoodBlocksNobodyAndAllowsNobody() {
        ImRules rules = rules(rule("odd", "<x:weather/>", "block"), rule("typo", "", "forbid"));

        assertThat(rules.decide(BOB, NOW)).isEqualTo(decision(Authorization.ALLOW, "", "no rule matches"));
    }

    @Test
    void refusesWhatIsNoRuleSet() {
        assertThatThrownBy(() -> ImRules.read("<im/>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedXmlException.class);
    }

    private static String rule(String id, String conditions, String handling) {
        return "<rule id='" + id + "'><conditions>" + conditions + "</conditions><actions><im:im-handling>" + handling
                + "</im:im-handling></actions></rule>";
    }

    private static boolean isAllowed(RulesDecision decision) {
        return decision.handling() == Authorization.ALLOW;
    }

    private static RulesDecision decision(Authorization handling, String rule, String why) {
        return new RulesDecision(
                handling, Permissions.none(), Optional.of(rule).filter(id -> !id.isEmpty()), why, Instant.MAX);
    }

    private static ImRules rules(String... rules) {
        try {
            return ImRules.read(ruleset(String.join("", rules)).getBytes(StandardCharsets.UTF_8));
        } catch (MalformedXmlException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
