package org.sippresence.notification;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesSource;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;

/**
 * Rules that must be fetched from elsewhere. While they are unknown, initial subscriptions stay pending and watchers are not
 * notified of changes; when the rules arrive or change, the watchers are reauthorized. Thread-safe.
 */
public final class AsyncRules implements RulesProvider {

    private final RulesSource source;
    private final Presentities presentities;
    private final boolean late;

    /**
     * Creates the provider; nothing is fetched yet.
     *
     * @param late whether an initial SUBSCRIBE is answered before its rules are known
     */
    public AsyncRules(RulesSource source, Presentities presentities, boolean late) {
        this.source = Objects.requireNonNull(source, "source");
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.late = late;
    }

    /**
     * Connects the authorization cache: from now on it is notified of changed rules, and the rules of watched presentities are
     * kept.
     */
    public void notifyOn(AuthorizationCache authorizationCache) {
        source.onChange(presentity -> presentities.execute(presentity, authorizationCache::reauthorize));
        presentities.listeners().onWatched((presentity, watched) -> {
            if (watched) {
                source.watch(presentity);
            } else {
                source.unwatch(presentity);
            }
        });
    }

    @Override
    public Optional<RuleSet> of(PresentityTransaction transaction) {
        Aor presentity = transaction.presentity();
        if (source.isKnown(presentity)) {
            return Optional.of(source.current(presentity));
        }
        if (transaction.isWatched()) { // for example after a restart
            source.watch(presentity);
        }
        return Optional.empty();
    }

    @Override
    public CompletableFuture<Void> prepare(Aor presentity) {
        return source.prepare(presentity);
    }

    @Override
    public CompletableFuture<Void> refresh(Aor presentity) {
        return source.refresh(presentity);
    }

    @Override
    public boolean decideWithoutRules() {
        return late;
    }
}
