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
import java.util.stream.Collectors;
import org.sippresence.clientsubscription.ClientSubscriptionMetrics;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.clientsubscription.WorkScheduler;
import org.sippresence.clientsubscription.agents.PresenceAgents;
import org.sippresence.clientsubscription.reginfo.RemoteRegistrations;
import org.sippresence.clientsubscription.xcapdiff.RemoteDocumentChanges;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.TimerWheel;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.maintenance.Metric;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.Registrations;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.settings.ClientSubscriptionSettings;
import org.sippresence.settings.Settings;
import org.sippresence.xcap.client.RemoteRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the client subscriptions and connects them to the classes that use their data. */
final class ClientSubscriptionWiring implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSubscriptionWiring.class);

    /** Number of presentities that are processed per second after a start. */
    private static final int RESUMED = 2_000;

    private final TimerWheel wheel = new TimerWheel("upstream");
    private final ClientSubscriptionSettings settings;
    private final Parts parts;
    private final ClientSubscriptions upstream;
    private final Optional<RemoteDocumentChanges> documents;
    private final Optional<RemoteRegistrations> registrar;
    private final Optional<PresenceAgents> agents;

    /** What the subscriptions need to run. */
    record Infrastructure(SubscribeSender sender, Lanes lanes, Clock clock) {}

    /** The receivers of their data. */
    record Parts(
            Presentities presentities,
            Registrations registrations,
            CompositionCache compositions,
            EventPackages packages,
            Notifier notifier,
            AuthorizationWiring authorizations) {}

    ClientSubscriptionWiring(Settings all, Infrastructure means, Parts parts) {
        this.settings = all.clientSubscriptions();
        this.parts = parts;
        this.upstream = new ClientSubscriptions(
                means.sender(), new InLanes(means.lanes(), wheel), settings.limits(), means.clock());
        Optional<String> from = settings.from();
        documents = settings.xcapDiff()
                .flatMap(target -> parts.authorizations()
                        .remote()
                        .map(rules -> new RemoteDocumentChanges(upstream, new RulesElsewhere(rules), target, from)));
        registrar = settings.registrar()
                .map(uri -> new RemoteRegistrations(
                        upstream, new RemoteRegistrations.Place(uri, from, always()), this::feed, means.clock()));
        agents = Optional.of(settings.users())
                .filter(on -> on)
                .map(on -> new PresenceAgents(upstream, parts.packages().get(EventName.PRESENCE), from, means.clock()));
        agents.ifPresent(each -> {
            each.onChange(user -> parts.presentities().execute(user, this::agentsTold));
            parts.compositions().also(transaction -> each.of(transaction.presentity()));
        });
        parts.presentities().listeners().onWatched((user, watched) -> {
            watched(user, watched);
            agents.ifPresent(each -> parts.presentities().execute(user, this::updateAgents));
        });
    }

    private Set<Aor> always() {
        return settings.always().stream().map(Aor::parse).collect(Collectors.toSet());
    }

    ClientSubscriptions upstream() {
        return upstream;
    }

    /** Starts the client subscriptions of all watched presentities; none exist after a start. */
    void resume() {
        parts.presentities().wakeAll(RESUMED);
        always().forEach(user -> parts.presentities().execute(user, this::updateSubscriptions));
    }

    /** Updates the client subscriptions for a presentity. Called in the lane. */
    void updateSubscriptions(PresentityTransaction transaction) {
        watched(transaction.presentity(), transaction.isWatched());
        updateAgents(transaction);
    }

    private void watched(Aor user, boolean watched) {
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

    private void agentsTold(PresentityTransaction transaction) {
        transaction.renewVersion();
        int unused = parts.notifier().notifyWatchers(transaction, EventName.PRESENCE);
    }

    private void feed(Feed feed) {
        parts.presentities().execute(feed.aor(), transaction -> {
            RegisterOutcome outcome =
                    parts.registrations().replace(feed, transaction.registrations(), transaction.now());
            if (outcome instanceof RegisterOutcome.Rejected rejected) {
                LOG.debug(
                        "presentity={} source=reg outcome={}",
                        feed.aor(),
                        rejected.rejection().reason());
            }
        });
    }

    /** Metrics: current states and counts. */
    List<Metric> measures() {
        ClientSubscriptionMetrics metrics = upstream.metrics();
        List<Metric> all = new ArrayList<>();
        Map<String, Long> states = new TreeMap<>(
                Map.of("held", metrics.established(), "trying", metrics.trying(), "waiting", metrics.waiting()));
        states.forEach((state, count) -> all.add(new Metric(
                "upstream_subscriptions", "Subscriptions at other servers.", false, Map.of("state", state), (double)
                        count)));
        ClientSubscriptionMetrics.Counts counts = metrics.counts();
        count(all, "upstream_answers_total", "Answers to our SUBSCRIBEs, by kind.", counts.answers());
        count(all, "upstream_notifies_total", "Received NOTIFYs, by result.", counts.notifies());
        count(all, "upstream_not_begun_total", "Subscriptions that were not tried, by reason.", counts.notBegun());
        all.add(Metric.counter(
                "upstream_lost_total", "Dialogs that ended unexpectedly.", Map.of(), (double) counts.lost()));
        return all;
    }

    private static void count(List<Metric> all, String name, String help, Map<String, Long> kinds) {
        new TreeMap<>(kinds)
                .forEach((kind, count) -> all.add(Metric.counter(name, help, Map.of("kind", kind), (double) count)));
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record InLanes(Lanes lanes, TimerWheel wheel) implements WorkScheduler {

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
            return wheel.after(delay, task)::cancel;
        }
    }

    private record RulesElsewhere(RemoteRules rules) implements RemoteDocumentChanges.Documents {

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
