package org.sippresence.registration;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.sippresence.model.Rejection;

/** What became of a REGISTER or of what a feed said. */
public sealed interface RegisterOutcome {

    /**
     * Done, all of it.
     *
     * @param bindings all that there are now, the one first registered first
     * @param at when it was decided
     */
    record Accepted(List<Binding> bindings, Instant at) implements RegisterOutcome {
        public Accepted {
            bindings = List.copyOf(bindings);
            Objects.requireNonNull(at, "at");
        }
    }

    /** Nothing of it was done. */
    record Rejected(Rejection rejection) implements RegisterOutcome {
        public Rejected {
            Objects.requireNonNull(rejection, "rejection");
        }
    }
}
