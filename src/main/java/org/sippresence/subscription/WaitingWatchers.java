package org.sippresence.subscription;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.sippresence.model.Aor;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

/**
 * Manages waiting subscriptions, which ended before the presentity had decided about them and are kept so that it can still be
 * informed of them (RFC 3857 section 4.7.1). There is one per watcher and event, up to a limit per presentity. Stateless.
 */
final class WaitingWatchers {

    private final SubscriptionSettings.Waiting settings;

    WaitingWatchers(SubscriptionSettings.Waiting settings) {
        this.settings = settings;
    }

    /** Returns whether waiting subscriptions to a presentity are enabled. */
    boolean isOpen(Aor presentity) {
        return !settings.time().isZero() && settings.most().of(presentity) > 0;
    }

    /** Moves a pending subscription to the waiting state, unless another undecided one of its watcher exists. */
    void add(Subscription pending, SubscriptionStore store, Instant now) {
        List<Subscription> alike = store
                .subscriptions(pending.event().name(), pending.watcher().aor())
                .stream()
                .filter(each -> isAlike(each, pending))
                .toList();
        if (alike.stream().anyMatch(each -> !(each.state() instanceof Waiting))) {
            giveUp(pending, store);
            return;
        }
        alike.forEach(each -> giveUp(each, store));
        List<Subscription> all = store.waiting().stream()
                .filter(each -> !each.id().equals(pending.id()))
                .sorted(Comparator.comparing(Subscription::expires)
                        .thenComparing((Subscription each) -> each.lifecycle().since())
                        .thenComparing(Subscription::id))
                .toList();
        int surplus = all.size() + 1 - settings.most().of(pending.presentity());
        all.stream().limit(Math.max(0, surplus)).forEach(each -> giveUp(each, store));
        store.save(pending.waitingUntil(now.plus(settings.time())));
    }

    /** Removes the waiting subscription of a watcher that has subscribed again. */
    void superseded(Subscription made, SubscriptionStore store) {
        if (isOpen(made.presentity())) {
            store.waiting(made.watcher().aor()).stream()
                    .filter(each -> isAlike(each, made))
                    .toList()
                    .forEach(each -> giveUp(each, store));
        }
    }

    /** Returns whether the first is another subscription of the same watcher to the same event, in any dialog. */
    private static boolean isAlike(Subscription each, Subscription subscription) {
        return each.event().equals(subscription.event()) && !each.id().equals(subscription.id());
    }

    private static void giveUp(Subscription subscription, SubscriptionStore store) {
        store.remove(subscription.with(new Terminated("giveup", false), SubscriptionEvent.GIVEUP));
    }
}
