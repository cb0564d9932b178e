package org.sippresence.notification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.Objects;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.Permissions;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.Verdict;
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
        if (!turn.subscriptions().subscriptions().isEmpty()) {
            Authorizer unused = rulings.of(turn);
        }
    }

    /** What the subscription's watcher may see now. */
    Document of(Turn turn, Subscription subscription) {
        return seen(turn, subscription.event().name(), verdict(turn, subscription));
    }

    /** What whom a verdict is about may see now. */
    Document seen(Turn turn, EventName event, Verdict verdict) {
        EventPackage eventPackage = packages.get(event);
        if (verdict.handling() != Authorization.ALLOW) { // looks as if nothing were published
            return eventPackage.composer().compose(turn.presentity(), List.of());
        }
        return isWhole(verdict)
                ? compositions.of(turn, event)
                : view(turn, eventPackage, verdict.permissions()).document;
    }

    /**
     * Whether the last thing that was published changed what the subscription's watcher sees. A watcher who is told without
     * seeing anything new would learn that there is something to hide.
     */
    boolean isNews(Turn turn, Subscription subscription) {
        if (rulings.areAwaited(turn)) {
            return false;
        }
        Verdict verdict = verdict(turn, subscription);
        if (verdict.handling() != Authorization.ALLOW) {
            return false;
        }
        return isWhole(verdict) || view(turn, packages.get(subscription.event().name()), verdict.permissions()).news;
    }

    private Verdict verdict(Turn turn, Subscription subscription) {
        EventPackage eventPackage = packages.get(subscription.event().name());
        return (eventPackage.requiresAuthorization() ? rulings.of(turn) : Open.TO_ALL)
                .decide(Requester.of(subscription.watcher().aor()));
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
        boolean news = before == null || !before.document.equals(document);
        View now = new View(turn.version(), news ? document : before.document, news);
        cache.put(key, now);
        return now;
    }

    private record Key(Aor presentity, EventName event, Permissions permissions) {}

    private record View(long version, Document document, boolean news) {}
}
