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
 * The decisions about the watchers of one presentity, valid until its rules, its sphere or the time change them. Each watcher
 * class is decided about once. Confined to the presentity's lane.
 */
public final class AuthorizationSnapshot implements Authorizer {

    private final RuleSet rules;
    private final DecisionContext situation;
    private final Map<WatcherClass, RulesDecision> decisions = new HashMap<>();
    private Instant until = Instant.MAX;

    AuthorizationSnapshot(RuleSet rules, DecisionContext situation) {
        this.rules = rules;
        this.situation = situation;
    }

    @Override
    public RulesDecision decide(Requester requester) {
        return decisions.computeIfAbsent(rules.classOf(requester), this::decide);
    }

    private RulesDecision decide(WatcherClass watchers) {
        RulesDecision decision = rules.verdict(watchers, situation);
        if (decision.until().isBefore(until)) {
            until = decision.until();
        }
        return decision;
    }

    /** Returns whether rules, sphere and time still give the same decisions. */
    boolean holds(RuleSet currentRules, Optional<String> sphere, Instant now) {
        return now.isBefore(until) && situation.sphere().equals(sphere) && rules.equals(currentRules);
    }

    /** Returns when the passage of time may first change the decisions made so far. */
    Instant until() {
        return until;
    }
}
