package org.sippresence.clientsubscription;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.sippresence.model.Aor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client subscription for each added user. All calls about one user are made in the user's lane, so they are serial. */
public final class UserSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(UserSubscriptions.class);

    private final ClientSubscriptions subscriptions;
    private final Plan plan;
    private final ConcurrentMap<Aor, Entry> entries = new ConcurrentHashMap<>();

    /** Determines the subscription for a user. */
    public interface Plan {

        /** The parameters of the subscription; empty if none is possible. Completes on any thread, and may fail. */
        CompletableFuture<Optional<SubscriptionTarget>> target(Aor user);

        /**
         * Creates the listener of a subscription; called once for each subscription.
         *
         * @param refresh acts as {@link ClientSubscription#refresh} on the subscription
         */
        NotifyListener listener(Aor user, Runnable refresh);
    }

    /** Creates the set without subscriptions. */
    public UserSubscriptions(ClientSubscriptions subscriptions, Plan plan) {
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.plan = Objects.requireNonNull(plan, "plan");
    }

    /**
     * Adds a subscription for the user. Idempotent; a repeated call retries a subscription that could not be created. Called in
     * the user's lane.
     */
    public void add(Aor user) {
        entries.computeIfAbsent(user, Entry::new).subscribeIfIdle();
    }

    /** Removes the user's subscription; returns whether there was one. Called in the user's lane. */
    public boolean remove(Aor user) {
        Entry entry = entries.remove(user);
        if (entry != null) {
            entry.end();
        }
        return entry != null;
    }

    private final class Entry {

        private final Aor user;
        private Optional<ClientSubscription> subscription = Optional.empty();
        private boolean awaitsTarget;
        private boolean ended;

        Entry(Aor user) {
            this.user = user;
        }

        void subscribeIfIdle() {
            if (subscription.isEmpty() && !awaitsTarget) {
                awaitsTarget = true;
                CompletableFuture<Void> unused = plan.target(user)
                        .exceptionally(failure -> {
                            LOG.debug("presentity={} outcome=not subscribed: {}", user, failure.toString());
                            return Optional.empty();
                        })
                        .thenAccept(target -> subscriptions.scheduler().inLane(user, () -> subscribe(target)));
            }
        }

        private void subscribe(Optional<SubscriptionTarget> target) {
            awaitsTarget = false;
            if (!ended) {
                subscription =
                        target.flatMap(each -> subscriptions.subscribe(each, plan.listener(user, this::refresh)));
            }
        }

        private void refresh() {
            subscription.ifPresent(ClientSubscription::refresh);
        }

        void end() {
            ended = true;
            subscription.ifPresent(ClientSubscription::end);
        }
    }
}
