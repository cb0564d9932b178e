package org.sippresence.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RuleTrial;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;

/** Explains the decisions about watchers. Changes nothing. Callable from any thread. */
public final class AuthorizationExplainer {

    private final Presentities presentities;
    private final EventPackages packages;
    private final CompositionCache compositions;
    private final AuthorizationCache authorizationCache;

    public AuthorizationExplainer(
            Presentities presentities,
            EventPackages packages,
            CompositionCache compositions,
            AuthorizationCache authorizationCache) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
        this.authorizationCache = Objects.requireNonNull(authorizationCache, "authorizationCache");
    }

    /**
     * Query for an authorization decision.
     *
     * @param event one that is served
     * @param at the time of the decision; empty for now
     * @param sphere the sphere of the decision; empty for the one that the presentity publishes
     */
    public record AuthorizationQuery(
            Aor watcher, Aor presentity, EventName event, Optional<Instant> at, Optional<String> sphere) {}

    /**
     * An explained authorization decision.
     *
     * @param rules the result of each rule, in document order
     * @param document the document that the watcher sees; empty if there is none, or if the event package writes documents for
     * each subscription
     * @param filtered whether it differs from the complete composed document
     */
    public record AuthorizationReport(
            RulesDecision decision,
            DecisionContext context,
            List<RuleTrial> rules,
            Optional<Body> document,
            boolean filtered) {

        public AuthorizationReport {
            rules = List.copyOf(rules);
        }
    }

    /** Decides about a watcher; the future fails with {@link java.io.UncheckedIOException} on a database failure. */
    public CompletableFuture<AuthorizationReport> explain(AuthorizationQuery query) {
        return authorizationCache
                .prepare(query.presentity())
                .thenCompose(
                        rules -> presentities.read(query.presentity(), transaction -> explain(transaction, query)));
    }

    private AuthorizationReport explain(PresentityTransaction transaction, AuthorizationQuery query) {
        Requester requester = Requester.of(query.watcher());
        DecisionContext context = new DecisionContext(
                query.at().orElse(transaction.now()), query.sphere().or(() -> authorizationCache.sphere(transaction)));
        Optional<RuleSet> rules = authorizationCache.rules(transaction);
        EventPackage eventPackage = packages.get(query.event());
        RulesDecision decision;
        if (!eventPackage.requiresAuthorization()) {
            decision = Authorizer.always(
                            eventPackage.admit(query.presentity(), RequestIdentity.claimed(query.watcher())))
                    .decide(requester);
        } else {
            decision = rules.map(known -> known.verdict(requester, context))
                    .orElseGet(() -> authorizationCache.of(transaction).decide(requester));
        }
        List<RuleTrial> trials =
                rules.map(known -> known.explain(requester, context)).orElse(List.of());
        if (decision.handling().compareTo(Authorization.CONFIRM) <= 0
                || eventPackage.composer().isEmpty()) {
            return new AuthorizationReport(decision, context, trials, Optional.empty(), false);
        }
        Document composed = compositions.of(transaction, eventPackage.name());
        Document visible = decision.handling() == Authorization.ALLOW
                ? eventPackage.filter(composed, decision.permissions())
                : CompositionCache.nothing(eventPackage, transaction.presentity());
        return new AuthorizationReport(
                decision,
                context,
                trials,
                Optional.of(visible.print(eventPackage.notifyTypes().get(0))),
                !visible.equals(composed));
    }
}
