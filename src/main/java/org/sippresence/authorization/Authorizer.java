package org.sippresence.authorization;

import java.time.Instant;
import java.util.Optional;

/** Decides about the watchers of one presentity at one moment. Made for a turn of its lane; does not block. */
@FunctionalInterface
public interface Authorizer {

    RulesDecision decide(Requester requester);

    /** Whoever asks, the same handling; who is allowed sees everything. */
    static Authorizer always(Authorization handling) {
        Permissions permissions = handling == Authorization.ALLOW ? Permissions.all() : Permissions.none();
        RulesDecision verdict =
                new RulesDecision(handling, permissions, Optional.empty(), "no rules are asked", Instant.MAX);
        return requester -> verdict;
    }
}
