package org.sippresence.authorization;

import java.time.Instant;
import java.util.Optional;

/** Decides about the watchers of one presentity at one instant. Created for a presentity transaction; does not block. */
@FunctionalInterface
public interface Authorizer {

    RulesDecision decide(Requester requester);

    /** Returns an authorizer with the same handling for all requesters; allowed watchers see everything. */
    static Authorizer always(Authorization handling) {
        Permissions permissions = handling == Authorization.ALLOW ? Permissions.all() : Permissions.none();
        RulesDecision verdict =
                new RulesDecision(handling, permissions, Optional.empty(), "no rules are evaluated", Instant.MAX);
        return requester -> verdict;
    }
}
