package org.sippresence.registration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.sippresence.model.Rejection;

/** Result of a REGISTER or of an external feed. */
public sealed interface RegisterOutcome {

    /**
     * All changes were applied.
     *
     * @param bindings all current contacts in the order of first registration
     * @param at the time of the decision
     */
    record Accepted(List<Binding> bindings, Instant at) implements RegisterOutcome {
        public Accepted {
            bindings = List.copyOf(bindings);
            Objects.requireNonNull(at, "at");
        }
    }

    /** No change was applied. */
    record Rejected(Rejection rejection) implements RegisterOutcome {
        public Rejected {
            Objects.requireNonNull(rejection, "rejection");
        }
    }
}
