package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.BOB;
import static org.sippresence.authorization.AuthorizationFixtures.EVERYTHING;
import static org.sippresence.authorization.AuthorizationFixtures.NOON;
import static org.sippresence.authorization.AuthorizationFixtures.NOW;
import static org.sippresence.authorization.AuthorizationFixtures.document;
import static org.sippresence.authorization.AuthorizationFixtures.filtered;
import static org.sippresence.authorization.AuthorizationFixtures.one;
import static org.sippresence.authorization.AuthorizationFixtures.requester;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.rules;
import static org.sippresence.authorization.AuthorizationFixtures.validity;
import static org.sippresence.authorization.AuthorizationFixtures.window;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RuleSetTest {

    private static final String CAROL = "sip:carol@example.com";

    @Test
    void withoutADocumentEverybodyIsToBeConfirmed() {
        RulesDecision verdict = RuleSet.NONE.verdict(BOB, NOW);

        assertThat(verdict.handling()).isEqualTo(Authorization.CONFIRM);
        assertThat(verdict.permissions()).isEqualTo(Permissions.none());
        assertThat(verdict.until()).isEqualTo(Instant.MAX);
        assertThat(RuleSet.of(List.of())).isSameAs(RuleSet.NONE);
    }

    @Test
    void whomNoRuleMatchesIsBlocked() {
        RulesDecision verdict =
                rules(rule("carol", one(CAROL), "allow", EVERYTHING)).verdict(BOB, NOW);

        assertThat(verdict.handling()).isEqualTo(Authorization.BLOCK);
        assertThat(verdict.rule()).isEmpty();
        assertThat(verdict.why()).isEqualTo("no rule matches");
    }

    @ParameterizedTest
    @CsvSource({
        "block, BLOCK",
        "confirm, CONFIRM",
        "polite-block, POLITE_BLOCK",
        "allow, ALLOW",
        " allow , ALLOW",
        "ALLOW, BLOCK",
        "permit, BLOCK",
        "'', BLOCK"
    })
    void doesWhatTheActionSays(String action, Authorization handling) {
        RulesDecision verdict = rules(rule("r", "", action, "")).verdict(BOB, NOW);

        assertThat(verdict.handling()).isEqualTo(handling);
        assertThat(verdict.rule()).contains("r");
    }

    @ParameterizedTest
    @CsvSource({
        "block, confirm, CONFIRM",
        "confirm, polite-block, POLITE_BLOCK",
        "polite-block, allow, ALLOW",
        "block, allow, ALLOW",
        "'', confirm, CONFIRM",
        "allow, '', ALLOW"
    })
    void theHighestHandlingOfAllMatchingRulesPrevails(String one, String other, Authorization handling) {
        RuleSet rules = rules(rule("a", "", one, ""), rule("b", one("sip:bob@example.com"), other, ""));
        RuleSet reversed = rules(rule("b", one("sip:bob@example.com"), other, ""), rule("a", "", one, ""));

        assertThat(rules.verdict(BOB, NOW).handling()).isEqualTo(handling);
        assertThat(reversed.verdict(BOB, NOW)).isEqualTo(rules.verdict(BOB, NOW));
    }

    /** RFC 4745 section 10.3, with mood for X, the handling for Y and user-input for Z. */
    @Test
    void combinesAsTheExampleOfTheRfcDoes() {
        String a = validity("2003-12-24T17:00:00+01:00", "2003-12-24T21:00:00+01:00");
        String a3 = validity("2003-12-24T17:00:00+01:00", "2003-12-24T23:30:00+01:00");
        String b = validity("2003-12-22T17:00:00+01:00", "2003-12-23T17:00:00+01:00");
        String home = "<sphere value='home'/>";
        String work = "<sphere value='work'/>";
        String bob = one("sip:bob@example.com");
        RuleSet rules = rules(
                rule("1", bob + home + a, "polite-block", mood(true) + input("thresholds")),
                rule("2", one("sip:alice@example.com") + work + a, "confirm", mood(false) + input("full")),
                rule("3", bob + work + a, "block", mood(true) + input("bare")),
                rule("4", one("sip:tom@example.com") + work + a, "confirm", mood(true) + input("full")),
                rule("5", bob + work + a3, "allow", input("thresholds")),
                rule("6", bob + work + b, "polite-block", mood(false) + input("bare")));
        DecisionContext situation = AuthorizationFixtures.at(Instant.parse("2003-12-24T16:15:00Z"), "work");

        RulesDecision verdict = rules.verdict(BOB, situation);

        assertThat(rules.explain(BOB, situation))
                .filteredOn(RuleTrial::matches)
                .extracting(RuleTrial::rule)
                .containsExactly("3", "5");
        assertThat(verdict.handling()).isEqualTo(Authorization.ALLOW);
        assertThat(verdict.rule()).contains("5");
        assertThat(verdict.permissions().attributes()).containsExactly(PresenceAttribute.MOOD);
        assertThat(verdict.permissions().userInput()).isEqualTo(UserInput.THRESHOLDS);
        assertThat(verdict.until()).isEqualTo(Instant.parse("2003-12-24T20:00:00Z"));
    }

    private static String mood(boolean value) {
        return "<pr:provide-mood>" + value + "</pr:provide-mood>";
    }

    private static String input(String value) {
        return "<pr:provide-user-input>" + value + "</pr:provide-user-input>";
    }

    @Test
    void rulesOfAllDocumentsAreInForce() {
        RuleSet both = RuleSet.of(List.of(
                document(rule("a", "", "polite-block", mood(true))), document(rule("a", "", "allow", input("bare")))));

        RulesDecision verdict = both.verdict(BOB, NOW);

        assertThat(verdict.handling()).isEqualTo(Authorization.ALLOW);
        assertThat(verdict.permissions().attributes()).containsExactly(PresenceAttribute.MOOD);
        assertThat(verdict.permissions().userInput()).isEqualTo(UserInput.BARE);
    }

    @Test
    void permissionsMeanNothingUnlessTheWatcherIsAllowed() {
        for (String handling : List.of("block", "confirm", "polite-block")) {
            assertThat(rules(rule("r", "", handling, EVERYTHING))
                            .verdict(BOB, NOW)
                            .permissions())
                    .isEqualTo(Permissions.none());
        }
    }

    @Test
    void tellsWhenAWindowOpensAndWhenItCloses() {
        RuleSet rules = rules(
                rule("pending", "", "confirm", ""),
                rule("lunch", validity("2026-11-22T12:00:00Z", "2026-11-22T12:00:03Z"), "allow", EVERYTHING));

        RulesDecision before = rules.verdict(BOB, at(NOON.minusSeconds(1)));
        RulesDecision during = rules.verdict(BOB, at(before.until()));
        RulesDecision after = rules.verdict(BOB, at(during.until()));

        assertThat(before.handling()).isEqualTo(Authorization.CONFIRM);
        assertThat(before.until()).isEqualTo(NOON);
        assertThat(during.handling()).isEqualTo(Authorization.ALLOW);
        assertThat(during.until()).isEqualTo(NOON.plusSeconds(3));
        assertThat(after.handling()).isEqualTo(Authorization.CONFIRM);
        assertThat(after.until()).isEqualTo(Instant.MAX);
    }

    @Test
    void boundariesThatChangeNothingForTheWatcherAreNoReasonToDecideAgain() {
        String window = validity("2026-11-22T13:00:00Z", "2026-11-22T14:00:00Z");
        RuleSet rules = rules(
                rule("always", "", "allow", EVERYTHING),
                rule("less", window, "polite-block", ""),
                rule("same", window, "allow", mood(true)),
                rule("carol", one(CAROL) + window, "allow", EVERYTHING),
                rule("home", "<sphere value='home'/>" + window, "block", ""));

        assertThat(rules.verdict(BOB, NOW).until()).isEqualTo(Instant.MAX);
    }

    @Test
    void oneWindowThatFollowsAnotherIsOne() {
        RuleSet rules = rules(
                rule("am", validity("2026-11-22T08:00:00Z", "2026-11-22T13:00:00Z"), "allow", EVERYTHING),
                rule("pm", validity("2026-11-22T13:00:00Z", "2026-11-22T18:00:00Z"), "allow", EVERYTHING));

        assertThat(rules.verdict(BOB, NOW).until()).isEqualTo(Instant.parse("2026-11-22T18:00:00Z"));
    }

    @Test
    void thousandsOfWindowsCostLittle() {
        StringBuilder windows = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            windows.append(window(
                    NOON.plusSeconds(2L * i).toString(),
                    NOON.plusSeconds(2L * i + 1).toString()));
        }
        RuleSet rules = rules(
                rule("always", "", "allow", EVERYTHING),
                rule("flicker", "<validity>" + windows + "</validity>", "confirm", ""));

        Instant until = Assertions.assertTimeout(
                Duration.ofSeconds(5), () -> rules.verdict(BOB, NOW).until());

        assertThat(until).isAfter(NOON).isBefore(NOON.plusSeconds(100));
    }

    @Test
    void knowsWhetherItDependsOnTheSphere() {
        assertThat(rules(rule("r", "", "allow", "")).usesSphere()).isFalse();
        assertThat(rules(rule("r", "<sphere value='home'/>", "allow", "")).usesSphere())
                .isTrue();
    }

    @Test
    void watchersOfOneClassGetOneVerdict() {
        RuleSet rules = rules(
                rule(
                        "friends",
                        "<identity><one id='" + CAROL + "'/><one id='sip:dave@example.com'/></identity>",
                        "allow",
                        ""),
                rule("work", "<identity><many domain='work.example'/></identity>", "polite-block", ""));

        assertThat(rules.classOf(requester(CAROL))).isEqualTo(rules.classOf(requester("sip:dave@example.com")));
        assertThat(rules.classOf(requester("sip:a@work.example")))
                .isEqualTo(rules.classOf(requester("sip:b@work.example")))
                .isNotEqualTo(rules.classOf(requester(CAROL)));
        assertThat(rules.verdict(rules.classOf(requester(CAROL)), NOW)).isEqualTo(rules.verdict(requester(CAROL), NOW));
    }

    @Test
    void tenThousandWatchersOfThousandsOfRulesAreLookedUp() {
        String[] all = new String[5000];
        for (int i = 0; i < all.length; i++) {
            all[i] = rule("r" + i, one("sip:friend" + i + "@example.com"), "allow", "");
        }
        RuleSet rules = rules(all);

        Set<WatcherClass> classes = new HashSet<>();
        Assertions.assertTimeout(Duration.ofSeconds(2), () -> {
            for (int i = 0; i < 10_000; i++) {
                classes.add(rules.classOf(requester("sip:friend" + i + "@example.com")));
            }
        });

        assertThat(classes).hasSize(5001);
    }

    @Test
    void rulesMadeToBeSlowAreDecidedSoon() {
        String groups = rule(
                "groups",
                "<identity>" + "<many/>".repeat(20_000) + excepts(10_000) + "</identity>",
                "allow",
                EVERYTHING);
        String[] selecting = new String[2500];
        for (int i = 0; i < selecting.length; i++) {
            String selectors = "<pr:service-uri>sip:a@b;x=" + i + "</pr:service-uri>" + "<pr:service-uri>sip:a@b;y=" + i
                    + "</pr:service-uri>";
            String always =
                    validity("2026-11-22T12:00:00Z", NOON.plusSeconds(i + 1).toString());
            selecting[i] =
                    rule("r" + i, always, "allow", "<pr:provide-services>" + selectors + "</pr:provide-services>");
        }

        Assertions.assertTimeout(Duration.ofSeconds(5), () -> {
            assertThat(rules(groups).verdict(requester("sip:u9999@x.org"), NOW).handling())
                    .isEqualTo(Authorization.BLOCK);
            Permissions permissions = rules(selecting).verdict(BOB, NOW).permissions();
            assertThat(permissions.services().members()).hasSize(5000);
            filtered(AuthorizationFixtures.presence(), permissions);
        });
    }

    private static String excepts(int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append("<except entity='u").append(i).append("'/>");
        }
        return out.toString();
    }

    @Test
    void saysOfEachRuleWhyItDoesNotMatch() {
        RuleSet rules = rules(
                rule("carol", one(CAROL), "allow", ""),
                rule("home", "<sphere value='home'/>", "allow", ""),
                rule("past", validity("2003-01-01T00:00:00Z", "2004-01-01T00:00:00Z"), "allow", ""),
                rule("odd", "<x:weather/>", "allow", ""),
                rule("all", "", "confirm", ""));

        assertThat(rules.explain(BOB, NOW))
                .extracting(each -> each.rule() + "|" + each.unmet().orElse("matches"))
                .containsExactly(
                        "carol|identity: the requester is none of 1 identities and in none of 0 groups",
                        "home|sphere: the sphere is none of the required ones",
                        "past|validity: none of 1 periods contains the current time",
                        "odd|weather: the condition is not supported",
                        "all|matches");
        assertThat(rules.explain(BOB, NOW)).allMatch(each -> each.document().equals("rules.xml"));
        assertThat(rules.verdict(BOB, NOW).why()).isEqualTo("rule \"all\" says confirm");
    }

    @Test
    void isEqualWhenItSaysTheSame() {
        assertThat(rules(rule("r", "", "allow", EVERYTHING)))
                .isEqualTo(rules(rule("r", "", "allow", EVERYTHING)))
                .hasSameHashCodeAs(rules(rule("r", "", "allow", EVERYTHING)))
                .isNotEqualTo(rules(rule("r", "", "allow", "")))
                .isNotEqualTo(RuleSet.NONE);
    }

    private static DecisionContext at(Instant at) {
        return new DecisionContext(at, Optional.empty());
    }

    @ParameterizedTest
    @EnumSource(
            value = Authorization.class,
            names = {"BLOCK", "CONFIRM", "POLITE_BLOCK"})
    void whomNoRuleMatchesIsHandledAsTheOperatorSays(Authorization unmatched) {
        String window = validity("2026-11-22T13:00:00Z", "2026-11-22T14:00:00Z");
        RuleSet rules = rules(
                        rule("bob", one("sip:bob@example.com"), "allow", ""),
                        rule("carol", one("sip:carol@example.com") + window, "allow", ""),
                        rule("dave", one("sip:dave@example.com"), "", ""))
                .withUnmatched(unmatched);
        RulesDecision stranger = rules.verdict(requester("sip:mallory@example.com"), NOW);
        assertThat(stranger.handling()).isEqualTo(unmatched);
        assertThat(stranger.permissions()).isEqualTo(Permissions.none());
        assertThat(stranger.rule()).isEmpty();
        assertThat(rules.verdict(BOB, NOW).handling()).isEqualTo(Authorization.ALLOW);
        RulesDecision later = rules.verdict(requester("sip:carol@example.com"), NOW);
        assertThat(later.handling()).isEqualTo(unmatched);
        assertThat(later.until()).isEqualTo("2026-11-22T13:00:00Z");
        assertThat(rules.verdict(requester("sip:dave@example.com"), NOW).handling())
                .as("a rule that matches and says nothing blocks")
                .isEqualTo(Authorization.BLOCK);
        assertThat(RuleSet.NONE.withUnmatched(unmatched)).isEqualTo(RuleSet.NONE);
        assertThat(rules.equals(rules.withUnmatched(Authorization.BLOCK))).isEqualTo(unmatched == Authorization.BLOCK);
    }
}
