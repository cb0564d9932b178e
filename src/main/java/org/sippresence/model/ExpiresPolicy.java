package org.sippresence.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The lifetimes in seconds that are granted to publications, subscriptions or contacts.
 *
 * @param standard when the client requests none
 * @param max a longer requested lifetime is reduced to it
 * @param min a shorter requested lifetime except zero is rejected; 0 for no bound
 * @param offset by which the Expires of the response is less than the granted lifetime, never below 1
 */
public record ExpiresPolicy(int standard, int max, int min, int offset) {

    public ExpiresPolicy {
        standard = Math.min(standard, max);
    }

    /** Creates lifetimes that are reported as they are. */
    public ExpiresPolicy(int standard, int max, int min) {
        this(standard, max, min, 0);
    }

    /** Returns the lifetime to grant; 0 ends what the request is about. */
    public int lifetime(OptionalInt requested) {
        return Math.min(requested.orElse(standard), max);
    }

    /** Returns 423 Interval Too Brief with Min-Expires if the requested lifetime is below the minimum. */
    public Optional<Rejection> tooBrief(OptionalInt requested) {
        return requested.isPresent() && requested.getAsInt() > 0 && requested.getAsInt() < min
                ? Optional.of(Rejection.of(423, "Interval Too Brief", "Min-Expires", Integer.toString(min)))
                : Optional.empty();
    }

    /** Returns the Expires header of the response for a granted lifetime. */
    public int header(int lifetime) {
        return lifetime == 0 ? 0 : Math.max(1, lifetime - offset);
    }

    /** Returns a policy that rejects only lifetimes below a bound. */
    public ExpiresPolicy rejectingOnlyBelow(int bound) {
        return new ExpiresPolicy(standard, max, Math.min(min, bound), offset);
    }
}
