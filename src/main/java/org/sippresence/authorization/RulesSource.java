package org.sippresence.authorization;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.sippresence.model.Aor;

/**
 * Source of the rules of presentities. Thread-safe; no method blocks, so all may be called in a lane.
 *
 * <p>The caller invokes {@link #prepare} before the first decision about a presentity and {@link #watch} at its first
 * subscription. From then on it decides by {@link #current}, again after each {@link #onChange} call, and invokes
 * {@link #unwatch} after the last subscription.
 */
public interface RulesSource {

    /** Returns the last known rules; {@link RuleSet#NONE} if nothing is known or there is no document. */
    RuleSet current(Aor presentity);

    /** Whether {@link #current} was retrieved, as opposed to nothing being known. */
    boolean isKnown(Aor presentity);

    /**
     * Retrieves the rules unless they are known and kept up to date.
     *
     * @return completes, never exceptionally, when {@link #current} is up to date or the rules could not be retrieved in
     *     time; may complete on any thread
     */
    CompletableFuture<Void> prepare(Aor presentity);

    /** Same as {@link #prepare}, even if the rules are known: they were reported as changed. */
    CompletableFuture<Void> refresh(Aor presentity);

    /** Keeps the rules of this presentity cached and up to date until {@link #unwatch}. Idempotent. */
    void watch(Aor presentity);

    /** Ends {@link #watch} after the last subscription. Does nothing if the presentity is not watched. */
    void unwatch(Aor presentity);

    /**
     * Adds a listener for changes of a presentity's rules. It is called on any thread after {@link #current} returns the new
     * rules; it must not block. There may be several listeners.
     */
    void onChange(Consumer<Aor> listener);
}
