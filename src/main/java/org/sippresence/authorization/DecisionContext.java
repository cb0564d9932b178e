package org.sippresence.authorization;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What else than the requester a decision depends on.
 *
 * @param at the instant to decide for
 * @param sphere what the presentity publishes as its sphere, see {@link Spheres}; empty if undefined, and then no condition
 *     on the sphere holds
 */
public record DecisionContext(Instant at, Optional<String> sphere) {

    public DecisionContext {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(sphere, "sphere");
    }
}
