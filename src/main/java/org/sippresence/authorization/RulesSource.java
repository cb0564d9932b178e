package org.sippresence.authorization;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sippresence.model.Aor;

/**
 * Where the rules of presentities come from. Thread-safe; no method blocks, so all may be called in a lane.
 *
 * <p>Whoever decides calls {@link #prepare} before the first decision about a presentity, {@link #watch} when it has its first
 * subscription, decides by {@link #current} from then on and again when {@link #onChange} tells, and calls {@link #unwatch}
 * after the last subscription.
 */
public interface RulesSource {

    /** The rules as last known; {@link RuleSet#NONE} if nothing is known or there is no document. */
    RuleSet current(Aor presentity);

    /** Whether {@link #current} is what was found out, and not only that nothing is known. */
    boolean isKnown(Aor presentity);

    /**
     * Finds out the rules unless they are known and kept up to date.
     *
     * @return completes, never exceptionally, when {@link #current} is right or the rules could not be found out in time; may
     *     complete on any thread
     */
    CompletableFuture<Void> prepare(Aor presentity);

    /** As {@link #prepare}, even if they are known: somebody said that they have changed. */
    CompletableFuture<Void> refresh(Aor presentity);

    /** Keeps the rules of this presentity in memory and up to date, until {@link #unwatch}. Twice is once. */
    void watch(Aor presentity);

    /** Nobody watches the presentity any more. Does nothing if nobody did. */
    void unwatch(Aor presentity);

    /**
     * Whom to tell that the rules of a presentity have changed: after {@link #current} gives the new ones, on any thread. Must
     * not block. There may be several.
     */
    void onChange(Consumer<Aor> listener);
}
