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
import org.sippresence.composition.Composition;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;

/**
 * What each watcher may see of a presentity: filtered once for all who may see the same, and kept until something is
 * published. In the presentity's lane.
 */
public final class ViewCache {

    /** For packages whose watchers need nobody's consent. */
    private static final Authorizer OPEN_TO_ALL = Authorizer.always(Authorization.ALLOW);

    private final EventPackages packages;
    private final CompositionCache compositions;
    private final AuthorizationCache rulings;
    private final Cache<Key, View> cache;

    /**
     * Makes an empty cache.
     *
     * @param size filtered documents that are kept; others are filtered again on need
     */
    public ViewCache(EventPackages packages, CompositionCache compositions, AuthorizationCache rulings, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
        this.rulings = Objects.requireNonNull(rulings, "rulings");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Has the watchers considered again if rules, sphere or time have moved. */
    void reauthorizeIfStale(PresentityTransaction transaction) {
        if (transaction.isWatched()) {
            Authorizer unused = rulings.of(transaction);
        }
    }

    /** Whether there is such an event package; there may be subscriptions to one that was served before a restart. */
    boolean serves(EventName event) {
        return packages.find(event).isPresent();
    }

    /** What the subscription's watcher may see now. */
    Document of(PresentityTransaction transaction, Subscription subscription) {
        EventName event = subscription.event().name();
        return viewFor(transaction, event, verdict(authorizer(transaction, packages.get(event)), subscription));
    }

    /** What whom a verdict is about may see now. */
    Document viewFor(PresentityTransaction transaction, EventName event, RulesDecision verdict) {
        EventPackage eventPackage = packages.get(event);
        if (verdict.handling() != Authorization.ALLOW) { // looks as if nothing were published
            return Composition.nothing(eventPackage, transaction.presentity());
        }
        return isWhole(verdict)
                ? compositions.of(transaction, event)
                : view(transaction, eventPackage, verdict.permissions()).document;
    }

    /**
     * Which of the event package's watchers see something else than when they were last told of a change. To be asked in this
     * turn only.
     */
    Predicate<Subscription> viewChanges(PresentityTransaction transaction, EventName event) {
        if (rulings.arePending(transaction)) {
            return each -> false;
        }
        EventPackage eventPackage = packages.get(event);
        Authorizer authorizer = authorizer(transaction, eventPackage);
        Map<Permissions, Boolean> known = new HashMap<>();
        return each -> {
            RulesDecision verdict = verdict(authorizer, each);
            if (verdict.handling() != Authorization.ALLOW) {
                return false;
            }
            return isWhole(verdict)
                    || known.computeIfAbsent(
                            verdict.permissions(), permissions -> isNews(transaction, eventPackage, permissions));
        };
    }

    /**
     * Watchers who are told without seeing anything new would learn that there is something to hide. What was filtered
     * since they were told last, for a NOTIFY that had waited for an answer, is news to all others.
     */
    private boolean isNews(PresentityTransaction transaction, EventPackage eventPackage, Permissions permissions) {
        Key key = new Key(transaction.presentity(), eventPackage.name(), permissions);
        View before = cache.getIfPresent(key);
        View now = view(transaction, eventPackage, permissions);
        cache.put(key, new View(now.version, now.document, now.since, now.version));
        return before == null || now.since > now.told;
    }

    private Authorizer authorizer(PresentityTransaction transaction, EventPackage eventPackage) {
        return eventPackage.requiresAuthorization() ? rulings.of(transaction) : OPEN_TO_ALL;
    }

    private static RulesDecision verdict(Authorizer authorizer, Subscription subscription) {
        return authorizer.decide(Requester.of(subscription.watcher().aor()));
    }

    private static boolean isWhole(RulesDecision verdict) {
        return verdict.permissions().equals(Permissions.all());
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
            now = new View(transaction.version(), before.document, before.since, before.told);
        } else {
            now = new View(transaction.version(), document, transaction.version(), before.told);
        }
        cache.put(key, now);
        return now;
    }

    private record Key(Aor presentity, EventName event, Permissions permissions) {}

    /**
     * What some watchers see.
     *
     * @param version of the state that it was filtered from last
     * @param since the version with which it came to look so
     * @param told the version at which these watchers were last told of a change, or the first they saw
     */
    private record View(long version, Document document, long since, long told) {}
}
