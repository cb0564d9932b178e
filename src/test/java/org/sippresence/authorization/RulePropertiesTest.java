package org.sippresence.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sippresence.authorization.AuthorizationFixtures.NOON;
import static org.sippresence.authorization.AuthorizationFixtures.document;
import static org.sippresence.authorization.AuthorizationFixtures.filtered;
import static org.sippresence.authorization.AuthorizationFixtures.presence;
import static org.sippresence.authorization.AuthorizationFixtures.requester;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sippresence.model.Aor;
import org.sippresence.pidf.Pidf;
import org.sippresence.pidf.PidfFormat;
import org.sippresence.pidf.PidfMerge;
import org.sippresence.pidf.Tuple;
import org.sippresence.xml.Element;

/** What must hold for all rules and documents, tried on many made at random. */
final class RulePropertiesTest {

    private static final int ROUNDS = 2000;
    private static final ExternalLists LISTS = list -> Set.of(Aor.parse("sip:u1@a.org"), Aor.parse("sip:u2@b.org"));

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final RuleGenerator generator = new RuleGenerator(random);

    @Test
    void addingAMatchingRuleNeverShowsLess() {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> rules = generator.rules(false);
            Requester requester = generator.requester();
            DecisionContext situation = generator.situation();
            RulesDecision before = ruleSet(rules).verdict(requester, situation);
            List<String> more = new ArrayList<>(rules);
            more.add(random.nextInt(rules.size() + 1), generator.matchingRule());
            RulesDecision after = ruleSet(more).verdict(requester, situation);

            assertThat(after.handling()).as("seed %d", seed).isGreaterThanOrEqualTo(before.handling());
            assertThat(Permissions.union(List.of(after.permissions(), before.permissions())))
                    .as("seed %d", seed)
                    .isEqualTo(after.permissions());
            Pidf document = presence(generator.presence());
            assertThat(shown(document, after.permissions()))
                    .as("seed %d", seed)
                    .containsAll(shown(document, before.permissions()));
        }
    }

    /** All that may be found in the filtered document, by where it stands. */
    private static Set<String> shown(Pidf document, Permissions permissions) {
        Pidf seen = filtered(document, permissions);
        List<String> all = new ArrayList<>();
        seen.notes().forEach(each -> all.add("note " + each.text()));
        for (Tuple tuple : seen.tuples()) {
            if (document.tuples().contains(tuple)
                    || !tuple.equals(offline().tuples().get(0))) {
                all.add("tuple " + tuple.id());
                tuple.notes().forEach(each -> all.add(tuple.id() + " note " + each.text()));
                tuple.extensions().forEach(each -> add(tuple.id(), each, all));
                tuple.status().extensions().forEach(each -> add(tuple.id() + " status", each, all));
            }
        }
        for (Element each : seen.extensions()) {
            String path = each.name() + ' ' + each.attribute("id").orElse("");
            all.add(path);
            each.children().forEach(child -> add(path, child, all));
        }
        return Set.copyOf(all);
    }

    private static void add(String path, Element element, List<String> all) {
        all.add(path + ' ' + element.name());
        element.attributes().forEach(each -> all.add(path + ' ' + element.name() + '@' + each.name()));
    }

    @Test
    void theOrderOfRulesAndDocumentsMeansNothing() {
        for (int round = 0; round < ROUNDS; round++) {
            List<String> rules = generator.rules(true);
            Requester requester = generator.requester();
            DecisionContext situation = generator.situation();
            List<String> shuffled = new ArrayList<>(rules);
            Collections.shuffle(shuffled, random);
            int cut = random.nextInt(rules.size() + 1);
            RuleSet inTwo = RuleSet.of(
                    List.of(
                            document(shuffled.subList(0, cut).toArray(String[]::new)),
                            document(shuffled.subList(cut, rules.size()).toArray(String[]::new))),
                    LISTS);

            assertThat(inTwo.verdict(requester, situation))
                    .as("seed %d", seed)
                    .isEqualTo(ruleSet(rules).verdict(requester, situation));
        }
    }

    @Test
    void decidingForTheClassIsDecidingForTheWatcher() {
        for (int round = 0; round < ROUNDS; round++) {
            RuleSet rules = ruleSet(generator.rules(true));
            Requester requester = generator.requester();
            DecisionContext situation = generator.situation();

            RulesDecision verdict = rules.verdict(rules.classOf(requester), situation);

            List<RuleTrial> matching = rules.explain(requester, situation).stream()
                    .filter(RuleTrial::matches)
                    .toList();
            Optional<RuleTrial> deciding = matching.stream()
                    .max(Comparator.comparing(RuleTrial::handling)
                            .thenComparing(RuleTrial::rule, Comparator.reverseOrder()));
            assertThat(verdict.handling())
                    .as("seed %d", seed)
                    .isEqualTo(deciding.map(RuleTrial::handling).orElse(Authorization.BLOCK));
            assertThat(verdict.rule()).as("seed %d", seed).isEqualTo(deciding.map(RuleTrial::rule));
        }
    }

    @Test
    void aVerdictIsGoodUntilItSaysAndNoLonger() {
        for (int round = 0; round < ROUNDS; round++) {
            RuleSet rules = ruleSet(generator.rules(true));
            WatcherClass watchers = rules.classOf(generator.requester());
            DecisionContext situation = generator.situation();
            RulesDecision verdict = rules.verdict(watchers, situation);
            Instant end = verdict.until().equals(Instant.MAX) ? NOON.plusSeconds(100_000) : verdict.until();

            for (int i = 0; i < 5; i++) {
                long millis = situation.at().toEpochMilli();
                long span = Math.max(1, end.toEpochMilli() - millis);
                Instant between = Instant.ofEpochMilli(millis + Math.floorMod(random.nextLong(), span));
                assertThat(effect(rules.verdict(watchers, new DecisionContext(between, situation.sphere()))))
                        .as("seed %d", seed)
                        .isEqualTo(effect(verdict));
            }
            if (!verdict.until().equals(Instant.MAX)) {
                assertThat(effect(rules.verdict(watchers, new DecisionContext(end, situation.sphere()))))
                        .as("seed %d", seed)
                        .isNotEqualTo(effect(verdict));
            }
        }
    }

    private static List<Object> effect(RulesDecision verdict) {
        return List.of(verdict.handling(), verdict.permissions());
    }

    @Test
    void theBytesForABlockedWatcherDoNotDependOnTheState() {
        List<String> expected = printed(offline());
        for (int round = 0; round < 200; round++) {
            Pidf document = presence(generator.presence());

            assertThat(printed(filtered(document, Permissions.none())))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    private static List<String> printed(Pidf document) {
        return List.of(PidfFormat.values()).stream()
                .map(each -> each.print(document).text())
                .toList();
    }

    /** Two states that differ only in what a watcher may not see look the same byte by byte. */
    @Test
    void whatMayNotBeSeenChangesNoByte() {
        for (int round = 0; round < ROUNDS; round++) {
            Permissions permissions = ruleSet(generator.rules(false))
                    .verdict(generator.requester(), generator.situation())
                    .permissions();
            Pidf document = presence(generator.presence());
            Pidf seen = filtered(document, permissions);
            boolean byClass =
                    permissions.services().members().stream().anyMatch(each -> each.kind() == Selector.Kind.CLASS);

            if (!byClass) { // then what is seen, published as such, is seen as it is
                assertThat(AuthorizationFixtures.print(filtered(seen, permissions)))
                        .as("seed %d", seed)
                        .isEqualTo(AuthorizationFixtures.print(seen));
            }
            assertThat(presence(AuthorizationFixtures.print(seen)))
                    .as("seed %d", seed)
                    .isEqualTo(seen);
            boolean invented = seen.tuples().equals(offline().tuples());
            assertThat(invented && !(seen.notes().isEmpty() && seen.extensions().isEmpty()))
                    .as("seed %d: a closed tuple beside something that is seen", seed)
                    .isFalse();
            assertThat(ids(document)).containsAll(ids(seen));
        }
    }

    private static Set<String> ids(Pidf document) {
        Set<String> ids = document.tuples().stream().map(Tuple::id).collect(Collectors.toSet());
        ids.add(offline().tuples().get(0).id());
        return ids;
    }

    private static Pidf offline() {
        return PidfMerge.offline(requester("sip:alice@example.org").identities().get(0));
    }

    private static RuleSet ruleSet(List<String> rules) {
        return RuleSet.of(List.of(document(rules.toArray(String[]::new))), LISTS);
    }
}
