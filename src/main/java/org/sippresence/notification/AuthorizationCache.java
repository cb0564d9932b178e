package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.model.Aor;
import org.sippresence.presentity.PresentityTransaction;

/**
 * Cache of authorization decisions. An access after a change of rules, sphere or time triggers the reauthorization of all
 * watchers of the presentity. Used in the presentity's lane.
 */
public final class AuthorizationCache {

    private final Optional<Authorizer> always;
    private final RulesProvider rules;
    private final Function<PresentityTransaction, Optional<String>> sphere;
    private final Authorization unmatched;

    /** The snapshots by which watchers were last notified; a missing one is treated as never made. */
    private final Cache<Aor, AuthorizationSnapshot> last;

    private Optional<Listener> listener = Optional.empty();

    /** Listener for replaced snapshots. */
    @FunctionalInterface
    interface Listener {

        /**
         * Called in a commit effect of the transaction that detected the change.
         *
         * @param before the snapshot by which watchers were notified; empty if they may have missed a change of the rules
         */
        void changed(
                PresentityTransaction transaction, Optional<AuthorizationSnapshot> before, AuthorizationSnapshot now);
    }

    private AuthorizationCache(
            Optional<Authorizer> always,
            RulesProvider rules,
            Function<PresentityTransaction, Optional<String>> sphere,
            Authorization unmatched,
            int size) {
        this.always = always;
        this.rules = Objects.requireNonNull(rules, "rules");
        this.sphere = Objects.requireNonNull(sphere, "sphere");
        this.unmatched = Objects.requireNonNull(unmatched, "unmatched");
        this.last =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Creates a cache that does not use rules. */
    public static AuthorizationCache always(Authorizer authorizer) {
        return new AuthorizationCache(
                Optional.of(authorizer),
                transaction -> Optional.empty(),
                transaction -> Optional.empty(),
                Authorization.BLOCK,
                0);
    }

    /**
     * Creates a cache that decides by rules.
     *
     * @param rules while they are unknown, every watcher needs confirmation and nothing is reauthorized
     * @param sphere the presentity's sphere, evaluated if the rules depend on it
     * @param unmatched the decision about watchers that match no rule of a document
     * @param size maximum number of presentities with a cached snapshot
     */
    public static AuthorizationCache byRules(
            RulesProvider rules,
            Function<PresentityTransaction, Optional<String>> sphere,
            Authorization unmatched,
            int size) {
        return new AuthorizationCache(Optional.empty(), rules, sphere, unmatched, size);
    }

    /** Sets the only listener; must be called before the first decision. */
    void onChange(Listener newListener) {
        listener = Optional.of(newListener);
    }

    /**
     * Returns a future that completes, never exceptionally, when {@link #of} can decide or loading was given up for now. Callable
     * on any thread.
     */
    public CompletableFuture<Void> prepare(Aor presentity) {
        return rules.prepare(presentity);
    }

    /** Returns whether an initial SUBSCRIBE does not wait for {@link #prepare} (SER's {@code async_auth_queries}). */
    public boolean decidesWithoutRules() {
        return rules.decideWithoutRules();
    }

    /** Fetches the rules like {@link #prepare}, after a report that they have changed. */
    public CompletableFuture<Void> refresh(Aor presentity) {
        return rules.refresh(presentity);
    }

    /**
     * Returns whether NOTIFYs of changes must wait because the rules are unknown; every watcher is notified once they are known.
     */
    boolean arePending(PresentityTransaction transaction) {
        return always.isEmpty() && rules(transaction).isEmpty();
    }

    /** Returns the authorizer for the rules, sphere and time in force. */
    public Authorizer of(PresentityTransaction transaction) {
        if (always.isPresent()) {
            return always.get();
        }
        Optional<RuleSet> known = rules(transaction);
        if (known.isEmpty()) {
            return Authorizer.always(Authorization.CONFIRM);
        }
        AuthorizationSnapshot snapshot = current(transaction, known.get(), false);
        wakeAtExpiry(transaction, snapshot);
        return requester -> {
            RulesDecision decision = snapshot.decide(requester);
            wakeAtExpiry(transaction, snapshot);
            return decision;
        };
    }

    private static void wakeAtExpiry(PresentityTransaction transaction, AuthorizationSnapshot snapshot) {
        if (snapshot.until().isBefore(Instant.MAX)) {
            transaction.wakeBy(snapshot.until());
        }
    }

    /** Reauthorizes after a change of the rules: notifies the watchers whose view differs. */
    public void reauthorize(PresentityTransaction transaction) {
        if (always.isEmpty()) {
            rules(transaction).ifPresent(known -> wakeAtExpiry(transaction, current(transaction, known, true)));
        }
    }

    /** Returns the snapshot by which the presentity's watchers were notified; empty if unknown. Must be called in its lane. */
    Optional<AuthorizationSnapshot> last(Aor presentity) {
        return Optional.ofNullable(last.getIfPresent(presentity));
    }

    /** Removes the snapshot by which the presentity's watchers were notified. Must be called in its lane. */
    public void forget(Aor presentity) {
        last.invalidate(presentity);
    }

    private AuthorizationSnapshot current(PresentityTransaction transaction, RuleSet inForce, boolean changed) {
        Optional<String> where = inForce.usesSphere() ? sphere.apply(transaction) : Optional.empty();
        Optional<AuthorizationSnapshot> before = last(transaction.presentity());
        if (before.isPresent() && before.get().holds(inForce, where, transaction.now())) {
            return before.get();
        }
        AuthorizationSnapshot now = new AuthorizationSnapshot(inForce, new DecisionContext(transaction.now(), where));
        last.put(transaction.presentity(), now);
        if (transaction.isWatched()) {
            transaction.onCommit(later -> listener.ifPresent(each -> {
                // without a report of a change, watchers have been notified by these rules before a restart or an
                // eviction
                each.changed(later, changed ? before : before.or(() -> Optional.of(now)), now);
                wakeAtExpiry(later, now); // also without a notification, so that no request has to trigger the check
            }));
        }
        return now;
    }

    /** Returns the rules for evaluation at another time or in another sphere; for diagnosis. */
    public Optional<RuleSet> rules(PresentityTransaction transaction) {
        return rules.of(transaction).map(known -> known.withUnmatched(unmatched));
    }

    /** Returns the presentity's sphere as its rules see it. */
    public Optional<String> sphere(PresentityTransaction transaction) {
        return sphere.apply(transaction);
    }
}
