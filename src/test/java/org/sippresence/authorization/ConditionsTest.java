package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.BOB;
import static org.sippresence.authorization.AuthorizationFixtures.NOON;
import static org.sippresence.authorization.AuthorizationFixtures.NOW;
import static org.sippresence.authorization.AuthorizationFixtures.at;
import static org.sippresence.authorization.AuthorizationFixtures.requester;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.rules;
import static org.sippresence.authorization.AuthorizationFixtures.validity;
import static org.sippresence.authorization.AuthorizationFixtures.window;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sippresence.model.Aor;

/** Each condition of RFC 4745, of its drafts and of OMA, and whom it means. */
final class ConditionsTest {

    private static final String EXCEPT_TWO =
            "<many domain='example.com'><except id='sip:alice@example.com'/><except id='sip:bob@example.com'/></many>";
    private static final String EXCEPT_DOMAINS = """
            <many><except domain='example.com'/><except domain='example.org'/>\
            <except id='sip:alice@bad.example.net'/><except id='tel:+1-212-555-1234'/></many>""";
    private static final String DRAFT = "<domain domain='test-domain.com'/><except entity='smith'/>";

    record Case(String identity, String requester, boolean matches) {}

    static Stream<Case> identities() {
        return Stream.of(
                // RFC 4745 section 7.1.2
                new Case("<one id='sip:bob@example.com'/>", "sip:bob@example.com", true),
                new Case("<one id='sip:bob@example.com'/>", "sip:carol@example.com", false),
                new Case("<one id='sip:a@x.org'/><one id='sip:bob@example.com'/>", "sip:bob@example.com", true),
                // RFC 3261 section 19.1.4
                new Case("<one id='SIP:%62ob@EXAMPLE.com'/>", "sip:bob@example.COM", true),
                new Case("<one id=' sip:bob@example.com '/>", "sip:bob@example.com", true),
                new Case("<one id='sip:Bob@example.com'/>", "sip:bob@example.com", false),
                new Case("<one id='sips:bob@example.com'/>", "sip:bob@example.com", false),
                new Case("<one id='pres:bob@example.com'/>", "sip:bob@example.com", true),
                // telephone numbers, RFC 5025 section 3.1.1.2
                new Case("<one id='tel:+1-212-555-1234'/>", "tel:+12125551234", true),
                new Case("<one id='tel:+12125551234'/>", "sip:+12125551234@example.com;user=phone", false),
                new Case("<one id='sip:+12125551234@example.com'/>", "tel:+12125551234", false),
                // what no requester of ours can be
                new Case("<one id='mailto:bob@example.com'/>", "sip:bob@example.com", false),
                new Case("<one id='bob'/>", "sip:bob@example.com", false),
                new Case("<one/>", "sip:bob@example.com", false),
                // RFC 4745 section 7.1.3
                new Case("<many/>", "sip:bob@example.com", true),
                new Case("<many/>", "tel:+12125551234", true),
                new Case("<many domain='example.com'/>", "sip:bob@example.com", true),
                new Case("<many domain='EXAMPLE.com'/>", "sip:bob@example.com", true),
                new Case("<many domain='example.com'/>", "sip:bob@elpmaxe.com", false), // as long as the domain
                new Case("<many domain='example.com'/>", "sip:bob@sub.example.com", false),
                new Case("<many domain='example.com'/>", "sip:bob@example.co", false),
                new Case("<many domain='example.com'/>", "sip:bob@example.com.evil.org", false),
                new Case("<many domain='example.com'/>", "tel:+12125551234", false),
                new Case("<many domain=''/>", "tel:+12125551234", false),
                new Case("<many domain='b%C3%BCcher.example'/>", "sip:bob@xn--bcher-kva.example", true),
                new Case("<many domain='bücher.example'/>", "sip:bob@xn--bcher-kva.example", true),
                new Case("<many domain='%zz'/>", "sip:bob@example.com", false),
                new Case(EXCEPT_TWO, "sip:carol@example.com", true),
                new Case(EXCEPT_TWO, "sip:bob@example.com", false),
                new Case(EXCEPT_TWO, "sip:carol@example.org", false),
                new Case(EXCEPT_DOMAINS, "sip:carol@good.example.net", true),
                new Case(EXCEPT_DOMAINS, "sip:carol@example.org", false),
                new Case(EXCEPT_DOMAINS, "sip:alice@bad.example.net", false),
                new Case(EXCEPT_DOMAINS, "tel:+12125551234", false),
                new Case(EXCEPT_DOMAINS, "tel:+12125551235", true),
                // exceptions that cannot be read mean that nobody is meant for sure
                new Case("<many><except id='sip:'/></many>", "sip:bob@example.com", false),
                new Case("<many><except domain='%zz'/></many>", "sip:bob@example.com", false),
                new Case("<many><except/></many>", "sip:bob@example.com", false),
                new Case("<many><x:except-friends/></many>", "sip:bob@example.com", false),
                new Case("<many><except id='xmpp:bob@example.com'/></many>", "sip:bob@example.com", true),
                // one OR the other
                new Case("<one id='sip:a@x.org'/><many domain='example.com'/>", "sip:bob@example.com", true),
                new Case("<x:friends/><one id='sip:bob@example.com'/>", "sip:bob@example.com", true),
                new Case("<x:friends/>", "sip:bob@example.com", false),
                new Case("", "sip:bob@example.com", false),
                // the drafts
                new Case("<id>sip:smith@test-domain.com</id>", "sip:smith@test-domain.com", true),
                new Case("<id> sip:smith@test-domain.com\n</id>", "sip:smith@test-domain.com", true),
                new Case(DRAFT, "sip:jones@test-domain.com", true),
                new Case(DRAFT, "sip:smith@test-domain.com", false),
                new Case(DRAFT, "sip:jones@domain-test.com", false),
                new Case("<except entity='smith'/><domain>x.org</domain>", "sip:jones@x.org", true),
                new Case("<except entity='smith@x.org'/><domain>x.org</domain>", "sip:smith@x.org", false),
                new Case("<except>smith</except><domain>x.org</domain>", "sip:smith@x.org", false),
                new Case("<except entity='smith'/>", "sip:jones@x.org", false));
    }

    @ParameterizedTest
    @MethodSource("identities")
    void theIdentityConditionMeansWhomItNames(Case given) {
        String conditions = "<identity>" + given.identity() + "</identity>";

        assertThat(matches(conditions, requester(given.requester()), NOW)).isEqualTo(given.matches());
    }

    @Test
    void whoHasNoIdentityIsMeantByNobodysNameButByAnEmptyCondition() {
        for (String identity : List.of("<many/>", "<one id='sip:anonymous@anonymous.invalid'/>", "<x:friends/>")) {
            assertThat(matches("<identity>" + identity + "</identity>", Requester.unknown(), NOW))
                    .isFalse();
        }
        assertThat(matches("<identity/>", Requester.unknown(), NOW)).isTrue();
        assertThat(matches("", Requester.unknown(), NOW)).isTrue();
        assertThat(requester("sip:anonymous@anonymous.invalid")).isEqualTo(Requester.unknown());
    }

    @Test
    void ofSeveralIdentitiesOneIsEnoughToBeMeantAndOneToBeExcepted() {
        Requester both = new Requester(List.of(Aor.parse("sip:bob@example.com"), Aor.parse("tel:+12125551234")), false);

        assertThat(matches("<identity><one id='tel:+12125551234'/></identity>", both, NOW))
                .isTrue();
        assertThat(matches("<identity><many domain='example.com'/></identity>", both, NOW))
                .isTrue();
        assertThat(matches("<identity><many><except id='tel:+12125551234'/></many></identity>", both, NOW))
                .isFalse();
    }

    @Test
    void whoAsksForAnonymityButIsKnownIsStillMeantByName() {
        Requester shy = new Requester(BOB.identities(), true);

        assertThat(matches("<identity><one id='sip:bob@example.com'/></identity>", shy, NOW))
                .isTrue();
        assertThat(matches("<ocp:anonymous-request/>", shy, NOW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<anonymous/>",
                "<pr:anonymous/>",
                "<ocp:anonymous-request/>",
                "<identity><anonymous/></identity>"
            })
    void anonymousMeansRequestersWithoutName(String condition) {
        assertThat(matches(condition, Requester.unknown(), NOW)).isTrue();
        assertThat(matches(condition, BOB, NOW)).isFalse();
    }

    @Test
    void externalListMeansItsMembersAndNobodyWhenTheListIsNotKnown() {
        String conditions =
                "<ocp:external-list><ocp:entry anc='lists/a'/><ocp:entry anc='lists/b'/></ocp:external-list>";
        RulesDocument document = AuthorizationFixtures.document(rule("r", conditions, "allow", ""));
        Aor bob = BOB.identities().get(0);
        RuleSet known = RuleSet.of(List.of(document), list -> list.equals("lists/b") ? Set.of(bob) : Set.of());

        assertThat(document.externalLists()).containsExactlyInAnyOrder("lists/a", "lists/b");
        assertThat(known.verdict(BOB, NOW).handling()).isEqualTo(Authorization.ALLOW);
        assertThat(known.verdict(requester("sip:carol@example.com"), NOW).handling())
                .isEqualTo(Authorization.BLOCK);
        assertThat(RuleSet.of(List.of(document)).verdict(BOB, NOW).handling()).isEqualTo(Authorization.BLOCK);
        assertThat(known).isNotEqualTo(RuleSet.of(List.of(document)));
    }

    @Test
    void otherIdentityMeansKnownRequestersWhomNoRuleNames() {
        String carol = rule("carol", "<identity><one id='sip:carol@example.com'/></identity>", "block", "");
        String others = rule("others", "<ocp:other-identity/>", "confirm", "");
        RuleSet rules = rules(carol, others, rule("everybody", "<sphere value='x'/>", "block", ""));

        assertThat(rules.verdict(BOB, NOW).handling()).isEqualTo(Authorization.CONFIRM);
        assertThat(rules.verdict(requester("sip:carol@example.com"), NOW).handling())
                .isEqualTo(Authorization.BLOCK);
        assertThat(rules.verdict(Requester.unknown(), NOW).handling()).isEqualTo(Authorization.BLOCK);
    }

    @ParameterizedTest
    @CsvSource({
        "work, work, true",
        "work, WORK, true",
        "Work, work, true",
        "work, home, false",
        "home work, work, true",
        "home work, home, true",
        "home work, travel, false",
        "bowling league, bowling league, true",
        "work, '', false",
        "'', work, false",
        "'', '', false"
    })
    void sphereMeansOneOfItsWords(String value, String sphere, boolean matches) {
        DecisionContext situation = at(NOON, sphere);

        assertThat(matches("<sphere value='" + value + "'/>", BOB, situation)).isEqualTo(matches);
    }

    @Test
    void anUndefinedSphereMatchesNone() {
        assertThat(matches("<sphere value='work'/>", BOB, NOW)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T11:59:59.999Z, false",
        "2026-11-22T12:00:00Z, true",
        "2026-11-22T13:59:59.999999999Z, true",
        "2026-11-22T14:00:00Z, false",
        "2026-11-23T23:00:00Z, true",
        "2026-11-24T00:00:00Z, false"
    })
    void validityHoldsFromTheStartOfAWindowUpToItsEnd(String at, boolean matches) {
        String windows = window("2026-11-22T13:00:00+01:00", "2026-11-22T09:00:00.000-05:00")
                + window("2026-11-23T23:00:00", "2026-11-23T24:00:00Z"); // without a zone: UTC

        assertThat(matches(
                        "<validity>" + windows + "</validity>",
                        BOB,
                        new DecisionContext(Instant.parse(at), Optional.empty())))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<validity/>",
                "<validity><from>2000-01-01T00:00:00Z</from></validity>",
                "<validity><until>2100-01-01T00:00:00Z</until></validity>",
                "<validity><until>2100-01-01T00:00:00Z</until><from>2000-01-01T00:00:00Z</from></validity>",
                "<validity><from>yesterday</from><until>2100-01-01T00:00:00Z</until></validity>",
                "<validity><from>2100-01-01T00:00:00Z</from><until>2000-01-01T00:00:00Z</until></validity>"
            })
    void aWindowThatCannotBeReadIsNeverOpen(String condition) {
        assertThat(matches(condition, BOB, NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<x:weather value='rain'/>", "<cpu/>", "<ocp:media/>", "<pr:can-encrypt/>"})
    void anUnknownConditionIsNeverMet(String condition) {
        assertThat(matches(condition, BOB, NOW)).isFalse();
        assertThat(matches("<identity><many/></identity>" + condition, BOB, NOW))
                .isFalse();
    }

    @Test
    void allConditionsMustBeMet() {
        String conditions = "<identity><many/></identity><sphere value='work'/>"
                + validity("2026-11-22T12:00:00Z", "2026-11-22T13:00:00Z");
        DecisionContext atWork = at(NOON, "work");

        assertThat(matches(conditions, BOB, atWork)).isTrue();
        assertThat(matches(conditions, BOB, NOW)).isFalse();
        assertThat(matches(conditions, BOB, at(NOON.plusSeconds(3600), "work"))).isFalse();
        assertThat(matches(conditions, Requester.unknown(), atWork)).isFalse();
    }

    /** Asks both the way of the lanes and that of explanations. */
    private static boolean matches(String conditions, Requester requester, DecisionContext situation) {
        RuleSet rules = rules(rule("r", conditions, "allow", ""));
        boolean matches = rules.verdict(requester, situation).handling() == Authorization.ALLOW;
        assertThat(rules.explain(requester, situation))
                .singleElement()
                .extracting(RuleTrial::matches)
                .isEqualTo(matches);
        return matches;
    }
}
