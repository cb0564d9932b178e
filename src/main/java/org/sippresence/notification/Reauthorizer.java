package org.sippresence.notification;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.Subscriptions;

/**
 * Reauthorizes all watchers of a presentity after a change of its rules, its sphere or the time, and notifies exactly those whose
 * subscription or view changes. Used in the presentity's lane.
 */
public final class Reauthorizer {

    private final EventPackages packages;
    private final Subscriptions subscriptions;
    private final AuthorizationCache authorizationCache;
    private final ViewCache views;
    private final Notifier notifier;

    /** Creates the reauthorizer and registers it with the authorization cache. */
    public Reauthorizer(
            EventPackages packages,
            Subscriptions subscriptions,
            AuthorizationCache authorizationCache,
            ViewCache views,
            Notifier notifier) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.authorizationCache = Objects.requireNonNull(authorizationCache, "authorizationCache");
        this.views = Objects.requireNonNull(views, "views");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        authorizationCache.onChange(this::reauthorizeAll);
    }

    private void reauthorizeAll(
            PresentityTransaction transaction, Optional<AuthorizationSnapshot> before, AuthorizationSnapshot now) {
        List<Subscription> all = transaction.subscriptions().subscriptions().stream()
                .filter(each -> packages.find(each.event().name())
                        .filter(EventPackage::requiresAuthorization)
                        .isPresent())
                .toList();
        int unused = reauthorizeAll(transaction, all, now, Optional.of(new Comparison(before, now)));
    }

    /**
     * Reauthorizes the watchers of an event package after a report that the rules have changed.
     *
     * @return the number of subscriptions whose state has changed
     */
    public int reauthorizeAll(PresentityTransaction transaction, EventName event) {
        Optional<AuthorizationSnapshot> before = authorizationCache.last(transaction.presentity());
        authorizationCache.forget(transaction.presentity()); // prevents a second notification by the listener
        Authorizer authorizer = authorizationCache.of(transaction);
        Optional<Comparison> comparison =
                authorizationCache.last(transaction.presentity()).map(now -> new Comparison(before, now));
        return reauthorizeAll(
                transaction, List.copyOf(transaction.subscriptions().subscriptions(event)), authorizer, comparison);
    }

    private int reauthorizeAll(
            PresentityTransaction transaction,
            List<Subscription> all,
            Authorizer now,
            Optional<Comparison> comparison) {
        int changed = 0;
        List<Subscription> seeingOther = new ArrayList<>();
        for (Subscription each : all) {
            if (reauthorize(transaction, each, now)) {
                changed++;
            } else if (each.state() instanceof Active
                    && comparison.filter(it -> it.differs(transaction, each)).isPresent()) {
                seeingOther.add(each);
            }
        }
        if (!seeingOther.isEmpty()) {
            transaction.onCommit(later -> seeingOther.forEach(each -> notifier.notifyOfState(later, each)));
        }
        return changed;
    }

    private boolean reauthorize(PresentityTransaction transaction, Subscription subscription, Authorizer authorizer) {
        Optional<Subscription> changed =
                subscriptions.reauthorize(subscription, transaction.subscriptions(), authorizer);
        changed.ifPresent(now -> {
            transaction.recordDecision(now);
            transaction.onCommit(later -> notifier.notifyImmediately(later, now));
        });
        return changed.isPresent();
    }

    /** Compares the views by two authorization snapshots, once for all watchers that are treated alike. */
    private final class Comparison {

        private final Optional<AuthorizationSnapshot> before;
        private final AuthorizationSnapshot now;
        private final Map<Change, Boolean> known = new HashMap<>();

        Comparison(Optional<AuthorizationSnapshot> before, AuthorizationSnapshot now) {
            this.before = before;
            this.now = now;
        }

        boolean differs(PresentityTransaction transaction, Subscription subscription) {
            if (before.isEmpty()) {
                return true;
            }
            Requester requester = Requester.of(subscription.watcher().aor());
            EventName event = subscription.event().name();
            RulesDecision then = before.get().decide(requester);
            RulesDecision today = now.decide(requester);
            if (then.equals(today)) {
                return false;
            }
            return known.computeIfAbsent(
                    new Change(event, then, today),
                    change ->
                            !views.viewFor(transaction, event, then).equals(views.viewFor(transaction, event, today)));
        }
    }

    private record Change(EventName event, RulesDecision then, RulesDecision now) {}
}
