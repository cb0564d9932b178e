package org.sippresence.authorization;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sippresence.model.Aor;

/**
 * All presence rules of one user that are in force, from one or several documents. Immutable, equal by value, thread-safe;
 * nothing here blocks.
 *
 * <p>Permissions of all matching rules are combined by RFC 4745 section 10: the highest handling, the union of what may be
 * seen. The order of rules and documents means nothing. Without any document everybody is to be confirmed; with one,
 * whom no rule matches is blocked (RFC 5025 section 3.2.1) unless {@link #withUnmatched} says otherwise.
 */
public final class RuleSet {

    /** No document. */
    public static final RuleSet NONE = new RuleSet(List.of(), ExternalLists.NONE);

    /** How many boundaries are looked at to find the one that changes something; if none does, it is as good as one. */
    private static final int MAX_BOUNDARIES = 64;

    private final List<RulesDocument> documents;
    /** The members of all lists that they refer to. */
    private final Map<String, Set<Aor>> lists;
    /** The rules of all documents, external lists looked up. */
    private final List<Rule> rules;

    private final RequesterIndex index;
    private final boolean usesSphere;
    private final Authorization unmatched;
    private final int hash;

    private RuleSet(List<RulesDocument> documents, ExternalLists lists) {
        this.documents = List.copyOf(documents);
        Map<String, Set<Aor>> members = new HashMap<>();
        for (RulesDocument each : documents) {
            each.externalLists().forEach(list -> members.computeIfAbsent(list, uri -> Set.copyOf(lists.members(uri))));
        }
        this.lists = Map.copyOf(members);
        this.rules = documents.stream()
                .flatMap(each -> each.rules().stream())
                .map(each -> each.lookedUp(members::get))
                .toList();
        this.index = new RequesterIndex(rules.stream().map(Rule::conditions).toList());
        this.usesSphere = rules.stream().anyMatch(each -> each.conditions().usesSphere());
        this.unmatched = Authorization.BLOCK;
        this.hash = 31 * this.documents.hashCode() + this.lists.hashCode();
    }

    private RuleSet(RuleSet same, Authorization unmatched) {
        this.documents = same.documents;
        this.lists = same.lists;
        this.rules = same.rules;
        this.index = same.index;
        this.usesSphere = same.usesSphere;
        this.unmatched = unmatched;
        this.hash = same.hash;
    }

    /** The rules of these documents, where no external list is known. */
    public static RuleSet of(List<RulesDocument> documents) {
        return of(documents, ExternalLists.NONE);
    }

    /** The rules of these documents. */
    public static RuleSet of(List<RulesDocument> documents, ExternalLists lists) {
        return documents.isEmpty() ? NONE : new RuleSet(documents, lists);
    }

    /** The same rules with another handling of requesters whom no rule matches. */
    public RuleSet withUnmatched(Authorization handling) {
        return isEmpty() || handling == unmatched ? this : new RuleSet(this, handling);
    }

    /** Whether there is no document. */
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    /** Whether some rule depends on the presentity's sphere; if not, a new sphere changes no verdict. */
    public boolean usesSphere() {
        return usesSphere;
    }

    /** Who is treated alike: found by looking up, not by trying all rules. */
    public WatcherClass classOf(Requester requester) {
        return index.classOf(requester);
    }

    /** The verdict on one requester. */
    public RulesDecision verdict(Requester requester, DecisionContext situation) {
        return verdict(classOf(requester), situation);
    }

    /**
     * The verdict on all requesters of a class.
     *
     * @param watchers a class of this rule set
     */
    public RulesDecision verdict(WatcherClass watchers, DecisionContext situation) {
        if (isEmpty()) {
            return new RulesDecision(
                    Authorization.CONFIRM, Permissions.none(), Optional.empty(), "there are no rules", Instant.MAX);
        }
        List<Rule> meant = watchers.rules().mapToObj(rules::get).toList();
        Combination now = Combination.of(meant, situation, unmatched);
        Instant until = nextChange(meant, situation, now);
        return new RulesDecision(now.handling(), now.permissions(), now.rule().map(Rule::id), now.why(), until);
    }

    private Instant nextChange(List<Rule> meant, DecisionContext situation, Combination now) {
        TreeSet<Instant> boundaries = new TreeSet<>();
        for (Rule each : meant) {
            each.conditions().boundaries(situation).forEach(boundaries::add);
        }
        int looked = 0;
        for (Instant each : boundaries.tailSet(situation.at(), false)) {
            Combination then = Combination.of(meant, new DecisionContext(each, situation.sphere()), unmatched);
            if (!then.sameEffect(now) || ++looked == MAX_BOUNDARIES) {
                return each;
            }
        }
        return Instant.MAX;
    }

    /** Tries every rule; for people who ask why. In the order of documents and rules. */
    public List<RuleTrial> explain(Requester requester, DecisionContext situation) {
        boolean named = rules.stream()
                .map(Rule::conditions)
                .anyMatch(each -> !each.isForOthers() && each.namesRequesters() && each.admits(requester));
        List<RuleTrial> trials = new ArrayList<>(rules.size());
        int next = 0;
        for (RulesDocument document : documents) {
            for (int i = 0; i < document.rules().size(); i++) {
                Rule rule = rules.get(next++);
                Optional<String> unmet = rule.conditions()
                        .unmet(requester, situation, named)
                        .map(each -> each.name() + ": " + each.wants());
                trials.add(new RuleTrial(document.name(), rule.id(), rule.effectiveHandling(), unmet));
            }
        }
        return trials;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof RuleSet that
                        && hash == that.hash
                        && unmatched == that.unmatched
                        && documents.equals(that.documents)
                        && lists.equals(that.lists));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return "RuleSet[" + rules.size() + " rules of " + documents.size() + " documents]";
    }
}
