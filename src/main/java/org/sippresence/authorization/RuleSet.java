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
 * The presence rules of one user in force, from one or several documents. Immutable, equal by value, thread-safe; no method
 * blocks.
 *
 * <p>Permissions of all matching rules are combined by RFC 4745 section 10: the highest handling and the union of the
 * permissions. The order of rules and documents is irrelevant. Without any document the handling is confirm; with one, a
 * requester that matches no rule is blocked (RFC 5025 section 3.2.1) unless {@link #withUnmatched} sets another handling.
 */
public final class RuleSet {

    /** The rule set without any document. */
    public static final RuleSet NONE = new RuleSet(List.of(), ExternalLists.NONE);

    /** Maximum number of time boundaries examined for a change of the decision; if none changes it, the last one is used. */
    private static final int MAX_BOUNDARIES = 64;

    private final List<RulesDocument> documents;
    /** The members of all lists that the rules refer to. */
    private final Map<String, Set<Aor>> lists;
    /** The rules of all documents with external lists looked up. */
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
                .map(each -> each.resolve(members::get))
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

    /** Returns the rules of these documents; external lists are empty. */
    public static RuleSet of(List<RulesDocument> documents) {
        return of(documents, ExternalLists.NONE);
    }

    /** Returns the rules of these documents. */
    public static RuleSet of(List<RulesDocument> documents, ExternalLists lists) {
        return documents.isEmpty() ? NONE : new RuleSet(documents, lists);
    }

    /** Returns the rules with another handling of requesters that match no rule. */
    public RuleSet withUnmatched(Authorization handling) {
        return isEmpty() || handling == unmatched ? this : new RuleSet(this, handling);
    }

    /** Whether there is no document. */
    public boolean isEmpty() {
        return documents.isEmpty();
    }

    /** Whether some rule depends on the presentity's sphere; if not, a new sphere changes no decision. */
    public boolean usesSphere() {
        return usesSphere;
    }

    /** Returns the class of requesters that are treated alike, by lookup instead of trying all rules. */
    public WatcherClass classOf(Requester requester) {
        return index.classOf(requester);
    }

    /** Decides about one requester. */
    public RulesDecision verdict(Requester requester, DecisionContext context) {
        return verdict(classOf(requester), context);
    }

    /**
     * Decides about all requesters of a class.
     *
     * @param watchers a class of this rule set
     */
    public RulesDecision verdict(WatcherClass watchers, DecisionContext context) {
        if (isEmpty()) {
            return new RulesDecision(
                    Authorization.CONFIRM, Permissions.none(), Optional.empty(), "there are no rules", Instant.MAX);
        }
        List<Rule> matching = watchers.rules().mapToObj(rules::get).toList();
        Combination now = Combination.of(matching, context, unmatched);
        Instant until = nextChange(matching, context, now);
        return new RulesDecision(now.handling(), now.permissions(), now.rule().map(Rule::id), now.why(), until);
    }

    private Instant nextChange(List<Rule> matching, DecisionContext context, Combination now) {
        TreeSet<Instant> boundaries = new TreeSet<>();
        for (Rule each : matching) {
            each.conditions().boundaries(context).forEach(boundaries::add);
        }
        int examined = 0;
        for (Instant each : boundaries.tailSet(context.at(), false)) {
            Combination then = Combination.of(matching, new DecisionContext(each, context.sphere()), unmatched);
            if (!then.sameEffect(now) || ++examined == MAX_BOUNDARIES) {
                return each;
            }
        }
        return Instant.MAX;
    }

    /** Evaluates every rule, to explain a decision to a human. In the order of documents and rules. */
    public List<RuleTrial> explain(Requester requester, DecisionContext context) {
        boolean named = rules.stream()
                .map(Rule::conditions)
                .anyMatch(each -> !each.isForOthers() && each.namesRequesters() && each.admits(requester));
        List<RuleTrial> trials = new ArrayList<>(rules.size());
        int next = 0;
        for (RulesDocument document : documents) {
            for (int i = 0; i < document.rules().size(); i++) {
                Rule rule = rules.get(next++);
                Optional<String> unmet =
                        rule.conditions().unmet(requester, context, named).map(Condition::reason);
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
