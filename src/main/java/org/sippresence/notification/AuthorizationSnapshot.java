package org.sippresence.notification;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.authorization.WatcherClass;

/**
 * The verdicts on the watchers of one presentity for as long as its rules, its sphere and the time leave them as they are.
 * Each class of watchers is decided about once. Confined to the presentity's lane.
 */
public final class AuthorizationSnapshot implements Authorizer {

    private final RuleSet rules;
    private final DecisionContext situation;
    private final Map<WatcherClass, RulesDecision> verdicts = new HashMap<>();
    private Instant until = Instant.MAX;

    AuthorizationSnapshot(RuleSet rules, DecisionContext situation) {
        this.rules = rules;
        this.situation = situation;
    }

    @Override
    public RulesDecision decide(Requester requester) {
        return verdicts.computeIfAbsent(rules.classOf(requester), this::decide);
    }

    private RulesDecision decide(WatcherClass watchers) {
        RulesDecision verdict = rules.verdict(watchers, situation);
        if (verdict.until().isBefore(until)) {
            until = verdict.until();
        }
        return verdict;
    }

    /** Whether nothing has changed that it depends on. */
    boolean holds(RuleSet currentRules, Optional<String> sphere, Instant now) {
        return now.isBefore(until) && situation.sphere().equals(sphere) && rules.equals(currentRules);
    }

    /** When time alone may change what was decided so far. */
    Instant until() {
        return until;
    }
}
