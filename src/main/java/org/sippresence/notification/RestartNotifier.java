package org.sippresence.notification;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.sippresence.model.Aor;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;

/** Notifies, after a start, exactly those watchers that had not acknowledged everything when the server ended. */
public final class RestartNotifier {

    /** Presentities per second. */
    private static final int PACE = 2_000;

    /** Time reserved for the expiry of what ended while the server was down. */
    private static final Duration EXPIRY = Duration.ofMillis(200);

    private final Presentities presentities;
    private final Notifier notifier;

    public RestartNotifier(Presentities presentities, Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /**
     * Notifies the lagging watchers, spread over time.
     *
     * @param done runs when all their missing changes are in the outboxes
     */
    public void notifyLagging(LaggingWatchers lagging, Runnable done) {
        Set<Aor> all = new LinkedHashSet<>(lagging.subscriptions().keySet());
        all.addAll(lagging.changed());
        all.addAll(lagging.subscriptionsChanged());
        AtomicInteger left = new AtomicInteger(all.size());
        int place = 0;
        for (Aor each : all) {
            later(Duration.ofMillis(1000L * place++ / PACE), each, lagging, () -> {
                if (left.decrementAndGet() == 0) {
                    done.run();
                }
            });
        }
        if (all.isEmpty()) {
            done.run();
        }
    }

    private void later(Duration delay, Aor presentity, LaggingWatchers lagging, Runnable done) {
        presentities.schedule(delay, presentity, transaction -> {
            if (transaction.isOverdue()) { // expired subscriptions are not notified
                later(EXPIRY, presentity, lagging, done);
            } else {
                notifyLagging(transaction, lagging);
                done.run();
            }
        });
    }

    private void notifyLagging(PresentityTransaction transaction, LaggingWatchers lagging) {
        Aor presentity = transaction.presentity();
        boolean changed = lagging.changed().contains(presentity);
        boolean subscriptionsChanged = lagging.subscriptionsChanged().contains(presentity);
        Set<String> own = lagging.subscriptions().getOrDefault(presentity, Set.of());
        for (Subscription each : List.copyOf(transaction.subscriptions().subscriptions())) {
            boolean lags = own.contains(each.id())
                    || (each.state() instanceof Active
                            && (each.event().name().isOfWatchers() ? subscriptionsChanged : changed));
            if (lags && !notifier.isNotifying(each)) {
                notifier.notifyImmediately(transaction, each);
            }
        }
    }
}
