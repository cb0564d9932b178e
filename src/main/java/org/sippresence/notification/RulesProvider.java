package org.sippresence.notification;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.RuleSet;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityTransaction;

/** Where the rules of a presentity come from, as its lane sees it. */
@FunctionalInterface
public interface RulesProvider {

    /**
     * The rules in force. In the lane; may read the presentity's own rows and nothing else.
     *
     * @return empty while they are not known
     */
    Optional<RuleSet> of(PresentityTransaction transaction);

    /** Completes, never exceptionally, when the rules are known or were given up for now. On any thread. */
    default CompletableFuture<Void> prepare(Aor presentity) {
        return CompletableFuture.completedFuture(null);
    }

    /** Whether a first SUBSCRIBE is decided before the rules are known: pending, and then again. */
    default boolean areLate() {
        return false;
    }

    /** As {@link #prepare}, even if rules are known: somebody says that they have changed. */
    default CompletableFuture<Void> refresh(Aor presentity) {
        return CompletableFuture.completedFuture(null);
    }
}
