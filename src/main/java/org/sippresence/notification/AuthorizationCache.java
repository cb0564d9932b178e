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
 * What the rules say about watchers. Whoever asks after rules, sphere or time have moved sets off that all watchers of the
 * presentity are considered again. In the presentity's lane.
 */
public final class AuthorizationCache {

    private final Optional<Authorizer> always;
    private final RulesProvider rules;
    private final Function<PresentityTransaction, Optional<String>> sphere;
    private final Authorization unmatched;

    /** The rulings that watchers were last told by; one that is lost is as one never made. */
    private final Cache<Aor, AuthorizationSnapshot> last;

    private Optional<Listener> listener = Optional.empty();

    /**
     * What rules leave open.
     *
     * @param unmatched what becomes of watchers whom no rule of a document matches
     * @param size presentities whose rulings are remembered
     */
    public record Policy(Authorization unmatched, int size) {}

    /** Told when a ruling is replaced. */
    interface Listener {

        /**
         * In an effect of the turn that found out.
         *
         * @param before what watchers were told by; empty if nobody knows any more
         */
        void changed(
                PresentityTransaction transaction, Optional<AuthorizationSnapshot> before, AuthorizationSnapshot now);

        /** Nobody knows what watchers were told by, but they were told of everything so far. */
        void found(PresentityTransaction transaction, AuthorizationSnapshot now);
    }

    private AuthorizationCache(
            Optional<Authorizer> always,
            RulesProvider rules,
            Function<PresentityTransaction, Optional<String>> sphere,
            Policy policy) {
        this.always = always;
        this.rules = Objects.requireNonNull(rules, "rules");
        this.sphere = Objects.requireNonNull(sphere, "sphere");
        this.unmatched = policy.unmatched();
        this.last = Caffeine.newBuilder()
                .maximumSize(policy.size())
                .executor(Runnable::run)
                .build();
    }

    /** Without rules. */
    public static AuthorizationCache always(Authorizer authorizer) {
        return new AuthorizationCache(
                Optional.of(authorizer),
                transaction -> Optional.empty(),
                transaction -> Optional.empty(),
                new Policy(Authorization.BLOCK, 0));
    }

    /**
     * By rules.
     *
     * @param rules while they are not known, everybody is to be confirmed and nothing is considered again
     * @param sphere of the presentity, asked for if the rules depend on it
     * @param size presentities whose rulings are remembered
     */
    public static AuthorizationCache byRules(
            RulesProvider rules, Function<PresentityTransaction, Optional<String>> sphere, int size) {
        return byRules(rules, sphere, new Policy(Authorization.BLOCK, size));
    }

    /**
     * By rules.
     *
     * @param rules while they are not known, everybody is to be confirmed and nothing is considered again
     * @param sphere of the presentity, asked for if the rules depend on it
     */
    public static AuthorizationCache byRules(
            RulesProvider rules, Function<PresentityTransaction, Optional<String>> sphere, Policy policy) {
        return new AuthorizationCache(Optional.empty(), rules, sphere, policy);
    }

    /** One listener; to be set before anything is decided. */
    void onChange(Listener newListener) {
        listener = Optional.of(newListener);
    }

    /** Completes, never exceptionally, when {@link #of} can decide or what it needs was given up for now. On any thread. */
    public CompletableFuture<Void> prepare(Aor presentity) {
        return rules.prepare(presentity);
    }

    /** Whether a first SUBSCRIBE does not wait for {@link #prepare} (the seed's {@code async_auth_queries}). */
    public boolean decideLater() {
        return rules.areLate();
    }

    /** As {@link #prepare}, after somebody said that the rules have changed. */
    public CompletableFuture<Void> refresh(Aor presentity) {
        return rules.refresh(presentity);
    }

    /** Whether NOTIFYs of changes have to wait: when the rules are known, every watcher is told. */
    boolean arePending(PresentityTransaction transaction) {
        return always.isEmpty() && rules(transaction).isEmpty();
    }

    /** Decides by what is in force now. */
    public Authorizer of(PresentityTransaction transaction) {
        if (always.isPresent()) {
            return always.get();
        }
        Optional<RuleSet> known = rules(transaction);
        if (known.isEmpty()) {
            return Authorizer.always(Authorization.CONFIRM);
        }
        AuthorizationSnapshot ruling = current(transaction, known.get(), false);
        wakeAtExpiry(transaction, ruling);
        return requester -> {
            RulesDecision verdict = ruling.decide(requester);
            wakeAtExpiry(transaction, ruling);
            return verdict;
        };
    }

    private static void wakeAtExpiry(PresentityTransaction transaction, AuthorizationSnapshot ruling) {
        if (ruling.until().isBefore(Instant.MAX)) {
            transaction.wakeBy(ruling.until());
        }
    }

    /** The rules are other ones now: whoever sees something else by them is told. */
    public void reauthorize(PresentityTransaction transaction) {
        if (always.isEmpty()) {
            rules(transaction).ifPresent(known -> wakeAtExpiry(transaction, current(transaction, known, true)));
        }
    }

    /** What the watchers of a presentity were told by; empty if nobody knows. In its lane. */
    Optional<AuthorizationSnapshot> last(Aor presentity) {
        return Optional.ofNullable(last.getIfPresent(presentity));
    }

    /** Nobody knows any more what the watchers of a presentity were told by. In its lane. */
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
                if (changed || before.isPresent()) {
                    each.changed(later, before, now);
                } else {
                    each.found(later, now);
                }
                wakeAtExpiry(later, now); // also for those who were not told, so that nobody asks about them
            }));
        }
        return now;
    }

    /** What the rules say at another time or in another sphere; for people who ask. */
    public Optional<RuleSet> rules(PresentityTransaction transaction) {
        return rules.of(transaction).map(known -> known.withUnmatched(unmatched));
    }

    /** The presentity's sphere as its rules see it. */
    public Optional<String> sphere(PresentityTransaction transaction) {
        return sphere.apply(transaction);
    }
}
