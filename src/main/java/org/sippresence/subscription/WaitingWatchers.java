package org.sippresence.subscription;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

/**
 * Those whose subscriptions ended before the presentity had decided about them: they wait, so that it still learns of them (RFC
 * 3857 section 4.7.1). One for each watcher and event, and no more than a presentity may have. Stateless.
 */
final class WaitingWatchers {

    private final SubscriptionSettings.Waiting settings;

    WaitingWatchers(SubscriptionSettings.Waiting settings) {
        this.settings = settings;
    }

    /** Whether anybody waits here. */
    boolean isOpen() {
        return !settings.time().isZero() && settings.most() > 0;
    }

    /** A subscription that was pending waits from now on, unless another one of its watcher is still there to be decided. */
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
                        .thenComparing((Subscription each) -> each.course().since())
                        .thenComparing(Subscription::id))
                .toList();
        all.stream().limit(Math.max(0, all.size() + 1 - settings.most())).forEach(each -> giveUp(each, store));
        store.save(pending.waitingUntil(now.plus(settings.time())));
    }

    /** Somebody has subscribed anew and need not wait any more. */
    void superseded(Subscription made, SubscriptionStore store) {
        if (isOpen()) {
            store.waiting(made.watcher().aor()).stream()
                    .filter(each -> isAlike(each, made))
                    .toList()
                    .forEach(each -> giveUp(each, store));
        }
    }

    /** Whether one of the same watcher is another one to the same event, whatever its dialog. */
    private static boolean isAlike(Subscription each, Subscription subscription) {
        return each.event().equals(subscription.event()) && !each.id().equals(subscription.id());
    }

    private static void giveUp(Subscription subscription, SubscriptionStore store) {
        store.remove(subscription.with(new Terminated("giveup", false), SubscriptionEvent.GIVEUP));
    }
}
