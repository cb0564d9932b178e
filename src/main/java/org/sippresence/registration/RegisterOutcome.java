package org.sippresence.registration;

import java.util.List;
import java.util.Objects;
import org.sippresence.model.Rejection;

/** What became of a REGISTER or of what a feed said. */
public sealed interface RegisterOutcome {

    /**
     * Done, all of it.
     *
     * @param bindings all that there are now, the one first registered first
     */
    record Accepted(List<Binding> bindings) implements RegisterOutcome {
        public Accepted {
            bindings = List.copyOf(bindings);
        }
    }

    /** Nothing of it was done. */
    record Rejected(Rejection rejection) implements RegisterOutcome {
        public Rejected {
            Objects.requireNonNull(rejection, "rejection");
        }
    }
}
