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
import org.sippresence.authorization.Verdict;
import org.sippresence.composition.Composition;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.presentity.Turn;
import org.sippresence.subscription.Subscription;

/**
 * What each watcher may see of a presentity: filtered once for all who may see the same, and kept until something is
 * published. In the presentity's lane.
 */
public final class Views {

    /** For packages whose watchers need nobody's consent. */
    private static final Authorizer OPEN_TO_ALL = Authorizer.always(Authorization.ALLOW);

    private final EventPackages packages;
    private final Compositions compositions;
    private final Rulings rulings;
    private final Cache<Key, View> cache;

    /**
     * Makes an empty cache.
     *
     * @param size filtered documents that are kept; others are filtered again on need
     */
    public Views(EventPackages packages, Compositions compositions, Rulings rulings, int size) {
        this.packages = Objects.requireNonNull(packages, "packages");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
        this.rulings = Objects.requireNonNull(rulings, "rulings");
        this.cache =
                Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
    }

    /** Has the watchers considered again if rules, sphere or time have moved. */
    void look(Turn turn) {
        if (turn.isWatched()) {
            Authorizer unused = rulings.of(turn);
        }
    }

    /** Whether there is such an event package; there may be subscriptions to one that was served before a restart. */
    boolean serves(EventName event) {
        return packages.find(event).isPresent();
    }

    /** What the subscription's watcher may see now. */
    Document of(Turn turn, Subscription subscription) {
        EventName event = subscription.event().name();
        return seen(turn, event, verdict(authorizer(turn, packages.get(event)), subscription));
    }

    /** What whom a verdict is about may see now. */
    Document seen(Turn turn, EventName event, Verdict verdict) {
        EventPackage eventPackage = packages.get(event);
        if (verdict.handling() != Authorization.ALLOW) { // looks as if nothing were published
            return Composition.nothing(eventPackage, turn.presentity());
        }
        return isWhole(verdict)
                ? compositions.of(turn, event)
                : view(turn, eventPackage, verdict.permissions()).document;
    }

    /**
     * Which of the event package's watchers see something else than when they were last told of a change. To be asked in this
     * turn only.
     */
    Predicate<Subscription> news(Turn turn, EventName event) {
        if (rulings.areAwaited(turn)) {
            return each -> false;
        }
        EventPackage eventPackage = packages.get(event);
        Authorizer authorizer = authorizer(turn, eventPackage);
        Map<Permissions, Boolean> known = new HashMap<>();
        return each -> {
            Verdict verdict = verdict(authorizer, each);
            if (verdict.handling() != Authorization.ALLOW) {
                return false;
            }
            return isWhole(verdict)
                    || known.computeIfAbsent(
                            verdict.permissions(), permissions -> isNews(turn, eventPackage, permissions));
        };
    }

    /**
     * Watchers who are told without seeing anything new would learn that there is something to hide. What was filtered
     * since they were told last, for a NOTIFY that had waited for an answer, is news to all others.
     */
    private boolean isNews(Turn turn, EventPackage eventPackage, Permissions permissions) {
        Key key = new Key(turn.presentity(), eventPackage.name(), permissions);
        View before = cache.getIfPresent(key);
        View now = view(turn, eventPackage, permissions);
        cache.put(key, new View(now.version, now.document, now.since, now.version));
        return before == null || now.since > now.told;
    }

    private Authorizer authorizer(Turn turn, EventPackage eventPackage) {
        return eventPackage.requiresAuthorization() ? rulings.of(turn) : OPEN_TO_ALL;
    }

    private static Verdict verdict(Authorizer authorizer, Subscription subscription) {
        return authorizer.decide(Requester.of(subscription.watcher().aor()));
    }

    private static boolean isWhole(Verdict verdict) {
        return verdict.permissions().equals(Permissions.all());
    }

    private View view(Turn turn, EventPackage eventPackage, Permissions permissions) {
        Key key = new Key(turn.presentity(), eventPackage.name(), permissions);
        View before = cache.getIfPresent(key);
        if (before != null && before.version == turn.version()) {
            return before;
        }
        Document document = eventPackage.filter(compositions.of(turn, eventPackage.name()), permissions);
        View now;
        if (before == null) {
            now = new View(turn.version(), document, turn.version(), turn.version());
        } else if (before.document.equals(document)) {
            now = new View(turn.version(), before.document, before.since, before.told);
        } else {
            now = new View(turn.version(), document, turn.version(), before.told);
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
