package org.sippresence.bootstrap;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.sippresence.clientsubscription.ClientSubscriptionMetrics;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.LaneScheduler;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.clientsubscription.agents.PresenceAgents;
import org.sippresence.clientsubscription.reginfo.RemoteRegistrations;
import org.sippresence.clientsubscription.xcapdiff.RemoteDocumentChanges;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.TimerWheel;
import org.sippresence.maintenance.Metric;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.Registrations;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.settings.ClientSubscriptionSettings;
import org.sippresence.xcap.client.RemoteRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the client subscriptions and connects them to the classes that use their data. */
final class ClientSubscriptionWiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSubscriptionWiring.class);

    /** Number of presentities that are processed per second after a start. */
    private static final int RESUMED = 2_000;

    private final TimerWheel wheel = new TimerWheel("upstream");
    private final Set<Aor> always;
    private final Presentities presentities;
    private final Registrations registrations;
    private final Notifier notifier;
    final ClientSubscriptions subscriptions;
    private final Optional<RemoteDocumentChanges> documents;
    private final Optional<RemoteRegistrations> registrar;
    private final Optional<PresenceAgents> agents;

    ClientSubscriptionWiring(
            SubscribeSender sender,
            PresentityWiring state,
            DecisionWiring decisions,
            Notifier notifier,
            Optional<RemoteRules> remoteRules,
            ClientSubscriptionSettings settings,
            Clock clock) {
        this.presentities = state.presentities;
        this.registrations = decisions.registrations;
        this.notifier = notifier;
        always = settings.always().stream().map(Aor::parse).collect(Collectors.toSet());
        subscriptions = new ClientSubscriptions(
                sender,
                new InLanes(state.lanes, wheel),
                settings.limits(),
                clock,
                () -> ThreadLocalRandom.current().nextDouble());
        Optional<String> from = settings.from();
        documents = settings.xcapDiff()
                .flatMap(target -> remoteRules.map(rules ->
                        new RemoteDocumentChanges(subscriptions, new RemoteRulesDocuments(rules), target, from)));
        registrar = settings.registrar()
                .map(uri -> new RemoteRegistrations(
                        subscriptions, new RemoteRegistrations.Place(uri, from, always), this::replaceContacts, clock));
        agents = settings.users()
                ? Optional.of(
                        new PresenceAgents(subscriptions, decisions.packages.get(EventName.PRESENCE), from, clock))
                : Optional.empty();
        agents.ifPresent(each -> {
            each.onChange(user -> presentities.execute(user, this::notifyOfAgents));
            decisions.compositions.also(transaction -> each.of(transaction.presentity()));
        });
        presentities.listeners().onWatched((user, watched) -> {
            setWatched(user, watched);
            agents.ifPresent(each -> presentities.execute(user, this::updateAgents));
        });
    }

    /** Starts the client subscriptions of all watched presentities; none exist after a start. */
    void resume() {
        presentities.wakeAll(RESUMED);
        always.forEach(user -> presentities.execute(user, this::updateSubscriptions));
    }

    /** Updates the client subscriptions for a presentity. Called in the lane. */
    void updateSubscriptions(PresentityTransaction transaction) {
        setWatched(transaction.presentity(), transaction.isWatched());
        updateAgents(transaction);
    }

    private void setWatched(Aor user, boolean watched) {
        documents.ifPresent(each -> each.watched(user, watched));
        registrar.ifPresent(each -> each.watched(user, watched));
    }

    /** Updates the subscriptions to presence agents. Called in the lane when contacts or watchers were added or removed. */
    void updateAgents(PresentityTransaction transaction) {
        agents.ifPresent(each -> each.update(
                transaction.presentity(),
                transaction.isWatched(),
                transaction.registrations().bindings()));
    }

    private void notifyOfAgents(PresentityTransaction transaction) {
        transaction.renewVersion();
        int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
    }

    private void replaceContacts(Feed feed) {
        presentities.execute(feed.aor(), transaction -> {
            RegisterOutcome outcome = registrations.replace(feed, transaction.registrations(), transaction.now());
            if (outcome instanceof RegisterOutcome.Rejected rejected) {
                LOG.debug(
                        "presentity={} source=reg outcome={}",
                        feed.aor(),
                        rejected.rejection().reason());
            }
        });
    }

    /** Current states and counts. */
    List<Metric> metrics() {
        ClientSubscriptionMetrics current = subscriptions.metrics();
        ClientSubscriptionMetrics.Counts counts = current.counts();
        List<Metric> all = new ArrayList<>();
        new TreeMap<>(Map.of("held", current.established(), "trying", current.trying(), "waiting", current.waiting()))
                .forEach((state, count) -> all.add(new Metric(
                        "upstream_subscriptions",
                        "Subscriptions at other servers.",
                        false,
                        Map.of("state", state),
                        count)));
        all.addAll(Metric.counters(
                "upstream_answers_total", "Answers to our SUBSCRIBEs, by kind.", "kind", counts.answers()));
        all.addAll(
                Metric.counters("upstream_notifies_total", "Received NOTIFYs, by result.", "kind", counts.notifies()));
        all.addAll(Metric.counters(
                "upstream_not_begun_total",
                "Subscriptions that were not tried, by reason.",
                "kind",
                counts.notBegun()));
        all.add(Metric.counter(
                "upstream_lost_total", "Dialogs that ended unexpectedly.", Map.of(), (double) counts.lost()));
        return all;
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record InLanes(Lanes lanes, TimerWheel wheel) implements LaneScheduler {

        @Override
        public void inLane(Aor whom, Runnable task) {
            lanes.execute(whom, task);
        }

        @Override
        public boolean isFull(Aor whom) {
            return lanes.isFull(whom);
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            return wheel.after(delay, task);
        }
    }

    private record RemoteRulesDocuments(RemoteRules rules) implements RemoteDocumentChanges.Documents {

        @Override
        public CompletableFuture<List<String>> of(Aor user) {
            return rules.selectors(user);
        }

        @Override
        public CompletableFuture<Void> refresh(Aor user) {
            return rules.refresh(user);
        }
    }
}
