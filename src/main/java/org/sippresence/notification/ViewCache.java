package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;

/**
 * Cache of the views of a presentity: filtered once for all watchers with equal permissions, and kept until the state changes.
 * Used in the presentity's lane.
 */
public final class ViewCache {

    /** For packages whose watchers need no authorization by the presentity. */
    private static final Authorizer OPEN_TO_ALL = Authorizer.always(Authorization.ALLOW);

    private final EventPackages packages;
    private final CompositionCache compositions;
    private final AuthorizationCache authorizationCache;
    private final Cache<Key, View> cache;

    /**
     * Creates an empty cache.
     *
     * @param size maximum number of cached views; others are filtered again when needed
     */
    public ViewCache(
            EventPackages packages, CompositionCache compositions, AuthorizationCache authorizationCache, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
        this.authorizationCache = Objects.requireNonNull(authorizationCache, "authorizationCache");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Reauthorizes the watchers if rules, sphere or time have changed. */
    void reauthorizeIfStale(PresentityTransaction transaction) {
        if (transaction.isWatched()) {
            Authorizer unused = authorizationCache.of(transaction);
        }
    }

    /**
     * Returns whether the event package is served; stored subscriptions may belong to one that was only served before a restart.
     */
    boolean serves(EventName event) {
        return packages.find(event).isPresent();
    }

    /** Returns the current view of the subscription's watcher. */
    Document of(PresentityTransaction transaction, Subscription subscription) {
        EventName event = subscription.event().name();
        return viewFor(transaction, event, decision(authorizer(transaction, packages.get(event)), subscription));
    }

    /** Returns the current view of a watcher with this decision. */
    Document viewFor(PresentityTransaction transaction, EventName event, RulesDecision decision) {
        EventPackage eventPackage = packages.get(event);
        if (decision.handling() != Authorization.ALLOW) { // shows the same document as without any publication
            return CompositionCache.nothing(eventPackage, transaction.presentity());
        }
        return isWhole(decision)
                ? compositions.of(transaction, event)
                : view(transaction, eventPackage, decision.permissions()).document;
    }

    /**
     * Returns a predicate that selects the watchers of the event package whose view has changed since they were last notified.
     * Valid only in this transaction.
     */
    Predicate<Subscription> viewChanges(PresentityTransaction transaction, EventName event) {
        if (authorizationCache.arePending(transaction)) {
            return each -> false;
        }
        EventPackage eventPackage = packages.get(event);
        Authorizer authorizer = authorizer(transaction, eventPackage);
        Map<Permissions, Boolean> known = new HashMap<>();
        return each -> {
            RulesDecision decision = decision(authorizer, each);
            if (decision.handling() != Authorization.ALLOW) {
                return false;
            }
            return isWhole(decision)
                    || known.computeIfAbsent(
                            decision.permissions(), permissions -> hasChanged(transaction, eventPackage, permissions));
        };
    }

    /**
     * Returns whether the view for these permissions has changed. A NOTIFY without a visible change would reveal that something
     * is hidden. A view that was filtered later, for a delayed NOTIFY, is still new to all other watchers.
     */
    private boolean hasChanged(PresentityTransaction transaction, EventPackage eventPackage, Permissions permissions) {
        Key key = new Key(transaction.presentity(), eventPackage.name(), permissions);
        View before = cache.getIfPresent(key);
        View now = view(transaction, eventPackage, permissions);
        cache.put(key, new View(now.version, now.document, now.since, now.version));
        return before == null || now.since > now.notified;
    }

    private Authorizer authorizer(PresentityTransaction transaction, EventPackage eventPackage) {
        return eventPackage.requiresAuthorization() ? authorizationCache.of(transaction) : OPEN_TO_ALL;
    }

    private static RulesDecision decision(Authorizer authorizer, Subscription subscription) {
        return authorizer.decide(Requester.of(subscription.watcher().aor()));
    }

    private static boolean isWhole(RulesDecision decision) {
        return decision.permissions().equals(Permissions.all());
    }

    private View view(PresentityTransaction transaction, EventPackage eventPackage, Permissions permissions) {
        Key key = new Key(transaction.presentity(), eventPackage.name(), permissions);
        View before = cache.getIfPresent(key);
        if (before != null && before.version == transaction.version()) {
            return before;
        }
        Document document = eventPackage.filter(compositions.of(transaction, eventPackage.name()), permissions);
        View now;
        if (before == null) {
            now = new View(transaction.version(), document, transaction.version(), transaction.version());
        } else if (before.document.equals(document)) {
            now = new View(transaction.version(), before.document, before.since, before.notified);
        } else {
            now = new View(transaction.version(), document, transaction.version(), before.notified);
        }
        cache.put(key, now);
        return now;
    }

    private record Key(Aor presentity, EventName event, Permissions permissions) {}

    /**
     * A filtered document with its versions.
     *
     * @param version of the state from which it was last filtered
     * @param since the version at which it got its current content
     * @param notified the version at which its watchers were last notified, or the first that they saw
     */
    private record View(long version, Document document, long since, long notified) {}
}
