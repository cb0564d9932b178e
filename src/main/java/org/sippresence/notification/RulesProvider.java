package org.sippresence.notification;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityTransaction;

/** Source of a presentity's rules, as its lane sees them. */
@FunctionalInterface
public interface RulesProvider {

    /**
     * Returns the rules in force. Called in the lane; may read only the presentity's own rows.
     *
     * @return the rules; empty while they are unknown
     */
    Optional<RuleSet> of(PresentityTransaction transaction);

    /**
     * Returns a future that completes, never exceptionally, when the rules are known or loading was given up for now. Callable on
     * any thread.
     */
    default CompletableFuture<Void> prepare(Aor presentity) {
        return CompletableFuture.completedFuture(null);
    }

    /** Returns whether an initial SUBSCRIBE is decided before the rules are known: first pending, then reauthorized. */
    default boolean decideWithoutRules() {
        return false;
    }

    /** Fetches the rules like {@link #prepare}, even if they are known, after a report that they have changed. */
    default CompletableFuture<Void> refresh(Aor presentity) {
        return CompletableFuture.completedFuture(null);
    }
}
