package org.sippresence.authorization;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The input of a decision besides the requester.
 *
 * @param at the instant to decide for
 * @param sphere the presentity's published sphere, see {@link Spheres}; if empty, no condition on the sphere is met
 */
public record DecisionContext(Instant at, Optional<String> sphere) {

    public DecisionContext {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(sphere, "sphere");
    }
}
