package org.sippresence.clientsubscription;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.sippresence.model.Aor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client subscription for each added user. All calls about one user are made in the user's lane, so they are serial. */
public final class UserSubscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(UserSubscriptions.class);

    private final ClientSubscriptions upstream;
    private final Plan plan;
    private final ConcurrentMap<Aor, Entry> entries = new ConcurrentHashMap<>();

    /** Determines the subscription for a user. */
    public interface Plan {

        /** The parameters of the subscription; empty if none is possible. Completes on any thread, and may fail. */
        CompletableFuture<Optional<SubscriptionTarget>> wanted(Aor user);

        /** Creates the listener of a subscription; called once for each subscription. */
        NotifyListener listener(Aor user, Handle handle);
    }

    /** The operations of a listener on its own subscription. */
    public interface Handle {

        /** Acts as {@link ClientSubscription#refresh}. */
        void refresh();
    }

    /** Creates the set without subscriptions. */
    public UserSubscriptions(ClientSubscriptions upstream, Plan plan) {
        this.upstream = Objects.requireNonNull(upstream, "upstream");
        this.plan = Objects.requireNonNull(plan, "plan");
    }

    /**
     * Adds a subscription for the user. Idempotent; a repeated call retries a subscription that could not be created. Called in
     * the user's lane.
     */
    public void want(Aor user) {
        Entry entry = entries.computeIfAbsent(user, Entry::new);
        if (entry.isIdle()) {
            entry.begin();
        }
    }

    /** Removes the user's subscription; returns whether there was one. Called in the user's lane. */
    public boolean drop(Aor user) {
        Entry entry = entries.remove(user);
        if (entry != null) {
            entry.end();
        }
        return entry != null;
    }

    /** The number of added users. */
    public int size() {
        return entries.size();
    }

    private static <T> Function<Throwable, Optional<T>> nothing(Aor user) {
        return failure -> {
            LOG.debug("presentity={} outcome=not subscribed: {}", user, failure.toString());
            return Optional.empty();
        };
    }

    private final class Entry implements Handle {

        private final Aor user;
        private Optional<ClientSubscription> held = Optional.empty();
        private boolean asking;
        private boolean ended;

        Entry(Aor user) {
            this.user = user;
        }

        boolean isIdle() {
            return held.isEmpty() && !asking;
        }

        void begin() {
            asking = true;
            CompletableFuture<Void> unused = plan.wanted(user)
                    .exceptionally(nothing(user))
                    .thenAccept(wanted -> upstream.schedule().inLane(user, () -> begin(wanted)));
        }

        private void begin(Optional<SubscriptionTarget> wanted) {
            asking = false;
            if (!ended) {
                held = wanted.flatMap(each -> upstream.hold(each, plan.listener(user, this)));
            }
        }

        @Override
        public void refresh() {
            held.ifPresent(ClientSubscription::refresh);
        }

        void end() {
            ended = true;
            held.ifPresent(ClientSubscription::end);
        }
    }
}
