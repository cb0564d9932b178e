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
import org.sippresence.engine.Lanes;
import org.sippresence.engine.Wheel;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.maintenance.Measure;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.notification.Compositions;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.Turn;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.Registrations;
import org.sippresence.registration.Registrations.Feed;
import org.sippresence.settings.Settings;
import org.sippresence.settings.UpstreamSettings;
import org.sippresence.upstream.Schedule;
import org.sippresence.upstream.SubscribeSender;
import org.sippresence.upstream.Upstream;
import org.sippresence.upstream.UpstreamFigures;
import org.sippresence.upstream.agents.Agents;
import org.sippresence.upstream.reginfo.RegisteredElsewhere;
import org.sippresence.upstream.xcapdiff.DocumentChanges;
import org.sippresence.xcap.client.RemoteRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is subscribed to at other servers, and where that goes. */
final class Upstreams implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    /** Presentities that are looked at in a second after a start. */
    private static final int RESUMED = 2_000;

    private final Wheel wheel = new Wheel("upstream");
    private final UpstreamSettings settings;
    private final Parts parts;
    private final Upstream upstream;
    private final Optional<DocumentChanges> documents;
    private final Optional<RegisteredElsewhere> registrar;
    private final Optional<Agents> agents;

    /** What the subscriptions are made with. */
    record Means(SubscribeSender sender, Lanes lanes, Clock clock) {}

    /** What they bring goes to these. */
    record Parts(
            Presentities presentities,
            Registrations registrations,
            Compositions compositions,
            EventPackages packages,
            Notifier notifier,
            Authorizations authorizations) {}

    Upstreams(Settings all, Means means, Parts parts) {
        this.settings = all.upstream();
        this.parts = parts;
        this.upstream =
                new Upstream(means.sender(), new InLanes(means.lanes(), wheel), settings.limits(), means.clock());
        Optional<String> from = settings.from();
        documents = settings.xcapDiff()
                .flatMap(target -> parts.authorizations()
                        .remote()
                        .map(rules -> new DocumentChanges(upstream, new RulesElsewhere(rules), target, from)));
        registrar = settings.registrar()
                .map(uri -> new RegisteredElsewhere(
                        upstream, new RegisteredElsewhere.Place(uri, from, always()), this::feed, means.clock()));
        agents = Optional.of(settings.users())
                .filter(on -> on)
                .map(on -> new Agents(upstream, parts.packages().get(EventName.PRESENCE), from, means.clock()));
        agents.ifPresent(each -> {
            each.onChange(user -> parts.presentities().turn(user, this::agentsTold));
            parts.compositions().also(turn -> each.of(turn.presentity()));
        });
        parts.presentities().onWatched((user, watched) -> {
            watched(user, watched);
            agents.ifPresent(each -> parts.presentities().turn(user, this::lookForAgents));
        });
    }

    private Set<Aor> always() {
        return settings.always().stream().map(Aor::parse).collect(Collectors.toSet());
    }

    Upstream upstream() {
        return upstream;
    }

    /** After a start nothing is held yet: everyone who is watched is looked at. */
    void resume() {
        parts.presentities().lookAtAll(RESUMED);
        always().forEach(user -> parts.presentities().turn(user, this::look));
    }

    /** In the lane. */
    void look(Turn turn) {
        watched(turn.presentity(), turn.isWatched());
        lookForAgents(turn);
    }

    private void watched(Aor user, boolean watched) {
        documents.ifPresent(each -> each.watched(user, watched));
        registrar.ifPresent(each -> each.watched(user, watched));
    }

    /** In the lane, when contacts were registered or removed, or watchers came or went. */
    void lookForAgents(Turn turn) {
        agents.ifPresent(each -> each.look(
                turn.presentity(), turn.isWatched(), turn.registrations().bindings()));
    }

    private void agentsTold(Turn turn) {
        turn.renewVersion();
        int unused = parts.notifier().changed(turn, EventName.PRESENCE);
    }

    private void feed(Feed feed) {
        parts.presentities().turn(feed.aor(), turn -> {
            RegisterOutcome outcome = parts.registrations().replace(feed, turn.registrations(), turn.now());
            if (outcome instanceof RegisterOutcome.Rejected rejected) {
                LOG.debug(
                        "presentity={} source=reg outcome={}",
                        feed.aor(),
                        rejected.rejection().reason());
            }
        });
    }

    /** What is held and what has happened. */
    List<Measure> measures() {
        UpstreamFigures figures = upstream.figures();
        List<Measure> all = new ArrayList<>();
        Map<String, Long> states =
                new TreeMap<>(Map.of("held", figures.held(), "trying", figures.trying(), "waiting", figures.waiting()));
        states.forEach((state, count) -> all.add(new Measure(
                "upstream_subscriptions", "Subscriptions at other servers.", false, Map.of("state", state), (double)
                        count)));
        UpstreamFigures.Counts counts = figures.counts();
        count(all, "upstream_answers_total", "Answers to our SUBSCRIBEs, by kind.", counts.answers());
        count(all, "upstream_notifies_total", "NOTIFYs to us, by what became of them.", counts.notifies());
        count(all, "upstream_not_begun_total", "Subscriptions that were not tried, by reason.", counts.notBegun());
        all.add(Measure.counter(
                "upstream_lost_total", "Dialogs that ended before we wanted it.", Map.of(), (double) counts.lost()));
        return all;
    }

    private static void count(List<Measure> all, String name, String help, Map<String, Long> kinds) {
        new TreeMap<>(kinds)
                .forEach((kind, count) -> all.add(Measure.counter(name, help, Map.of("kind", kind), (double) count)));
    }

    @Override
    public void close() {
        wheel.close();
    }

    private record InLanes(Lanes lanes, Wheel wheel) implements Schedule {

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

    private record RulesElsewhere(RemoteRules rules) implements DocumentChanges.Documents {

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
