package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sippresence.authorization.AuthorizationFixtures.NOW;
import static org.sippresence.authorization.AuthorizationFixtures.read;
import static org.sippresence.authorization.AuthorizationFixtures.requester;
import static org.sippresence.authorization.AuthorizationFixtures.resource;
import static org.sippresence.authorization.AuthorizationFixtures.rule;
import static org.sippresence.authorization.AuthorizationFixtures.ruleset;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sippresence.model.Aor;
import org.sippresence.xml.MalformedXmlException;

/** Documents as they come: the seed's, the RFC's, OMA's, and hostile ones. */
final class RulesReaderTest {

    @ParameterizedTest
    @CsvSource({
        "sip:jones@test-domain.com, ALLOW, whitelist",
        "sip:smith@test-domain.com, BLOCK, blacklist",
        "sip:jones@domain-test.com, BLOCK,",
        "sip:smith@domain-test.com, BLOCK,"
    })
    void readsTheExampleOfSer(String watcher, Authorization handling, String rule) {
        RulesDecision verdict =
                RuleSet.of(List.of(read(resource("seed-presence-rules.xml")))).verdict(requester(watcher), NOW);

        assertThat(verdict.handling()).isEqualTo(handling);
        assertThat(verdict.rule().orElse(null)).isEqualTo(rule);
    }

    @Test
    void inTheSyntaxOfSerWithoutTransformationsAnAllowedWatcherSeesEverything() {
        RuleSet rules = RuleSet.of(List.of(read(resource("seed-presence-rules.xml"))));

        assertThat(rules.verdict(requester("sip:jones@test-domain.com"), NOW).permissions())
                .isEqualTo(Permissions.all());
    }

    @Test
    void inTheSyntaxOfTheRfcWithoutTransformationsNothingIsSeen() {
        RuleSet rules = AuthorizationFixtures.rules(rule("r", "<identity><many/></identity>", "allow", ""));

        assertThat(rules.verdict(AuthorizationFixtures.BOB, NOW).permissions()).isEqualTo(Permissions.none());
    }

    @Test
    void readsTheExampleOfTheRfc() {
        RuleSet rules = RuleSet.of(List.of(read(resource("rfc5025-example.xml"))));

        RulesDecision verdict = rules.verdict(requester("sip:user@example.com"), NOW);

        assertThat(verdict.handling()).isEqualTo(Authorization.ALLOW);
        assertThat(verdict.permissions())
                .isEqualTo(new Permissions(
                        new Selection(
                                false,
                                Set.of(
                                        new Selector(Selector.Kind.SERVICE_URI_SCHEME, "sip"),
                                        new Selector(Selector.Kind.SERVICE_URI_SCHEME, "mailto"))),
                        Selection.ALL,
                        Selection.NONE,
                        Set.of(PresenceAttribute.ACTIVITIES),
                        UserInput.BARE,
                        Set.of(new UnknownAttribute("urn:vendor-specific:foo-namespace", "foo")),
                        false));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, ALLOW, wp_prs_allow_own",
        "sip:friend@example.org, ALLOW, wp_prs_grantedcontacts",
        "sip:foe@example.org, BLOCK, wp_prs_blockedcontacts",
        "sip:stranger@example.org, CONFIRM, wp_prs_unlisted",
        "sip:anonymous@anonymous.invalid, BLOCK, wp_prs_block_anonymous"
    })
    void readsOmasRules(String watcher, Authorization handling, String rule) {
        ExternalLists lists =
                list -> Set.of(Aor.parse(list.contains("granted") ? "sip:friend@example.org" : "sip:foe@example.org"));

        RulesDecision verdict =
                RuleSet.of(List.of(read(resource("oma-rules.xml"))), lists).verdict(requester(watcher), NOW);

        assertThat(verdict.handling()).isEqualTo(handling);
        assertThat(verdict.rule()).contains(rule);
    }

    @Test
    void aRuleNeedsNoConditionsNoActionsAndNoTransformations() {
        assertThat(AuthorizationFixtures.rules("<rule id='r'/>").verdict(AuthorizationFixtures.BOB, NOW))
                .extracting(RulesDecision::handling, RulesDecision::why)
                .containsExactly(Authorization.BLOCK, "rule \"r\" matches and has no handling");
    }

    static Stream<Arguments> hostile() {
        String laughs = "<!DOCTYPE r [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        return Stream.of(
                Arguments.of("empty", ""),
                Arguments.of("not XML", "{}"),
                Arguments.of("truncated", ruleset("").replace("</ruleset>", "")),
                Arguments.of("two roots", ruleset("") + ruleset("")),
                Arguments.of("other root", "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='sip:a@b'/>"),
                Arguments.of("other namespace", "<ruleset xmlns='urn:example'/>"),
                Arguments.of("no namespace", "<ruleset/>"),
                Arguments.of("DTD", "<!DOCTYPE ruleset SYSTEM 'rules.dtd'>" + ruleset("")),
                Arguments.of("billion laughs", laughs + ruleset("<rule id='&b;'/>")),
                Arguments.of("undeclared entity", ruleset("<rule id='r'>&file;</rule>")),
                Arguments.of("XML 1.1", "<?xml version='1.1'?>" + ruleset("")),
                Arguments.of("depth", ruleset("<rule>".repeat(10_000) + "</rule>".repeat(10_000))),
                Arguments.of("100,000 rules", ruleset("<rule/>".repeat(100_000))),
                Arguments.of("10,000 rules", ruleset("<rule/>".repeat(10_000))),
                Arguments.of("selectors", ruleset(rule("r", "", "allow", selectors(10_001)))),
                Arguments.of("huge", ruleset("<!-- " + "x".repeat(1 << 20) + " -->")));
    }

    private static String selectors(int count) {
        StringBuilder out = new StringBuilder("<pr:provide-services>");
        for (int i = 0; i < count; i++) {
            out.append("<pr:class>").append(i).append("</pr:class>");
        }
        return out.append("</pr:provide-services>").toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void refusesSoonAndInOneLine(String name, String document) {
        Assertions.assertTimeout(
                Duration.ofSeconds(5),
                () -> assertThatThrownBy(() -> RulesReader.read("", document.getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOf(MalformedXmlException.class)
                        .satisfies(e -> assertThat(e.getMessage())
                                .hasSizeLessThan(100)
                                .doesNotContain("\n", "Exception", "wstx", "rules.dtd")));
    }

    @Test
    void neverReadsAnExternalEntity(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "top secret");
        String document = "<!DOCTYPE ruleset [<!ENTITY file SYSTEM \"" + secret.toUri() + "\">]>"
                + ruleset("<rule id='r'>&file;</rule>");

        assertThatThrownBy(() -> RulesReader.read("", document.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedXmlException.class)
                .hasMessage("a document type declaration is not allowed");
    }

    @Test
    void bytesChangedAtRandomAreReadOrRefusedAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] good = resource("oma-rules.xml");
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            try {
                RuleSet.of(List.of(RulesReader.read("", bad))).verdict(AuthorizationFixtures.BOB, NOW);
            } catch (MalformedXmlException e) {
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(100);
    }
}
