package org.sippresence.maintenance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.Situation;
import org.sippresence.authorization.Verdict;
import org.sippresence.composition.Composition;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.Compositions;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Reconsideration;
import org.sippresence.notification.Rulings;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.Turn;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.Subscriptions;

/** Administration by turns in the lanes, so that it never races with SIP. */
public final class LaneAdministration implements Administration {

    private static final Map<String, String> GAUGES = Map.of(
            "deadlines", "Presentities of whom something will expire.",
            "journal_waiting", "Writes that wait for a commit.",
            "lanes_waiting", "Tasks that wait in lanes.",
            "presentities_in_memory", "Presentities in memory.",
            "presentities_only_watched", "Presentities with subscriptions, but neither a publication nor a contact.",
            "subscriptions_in_memory", "Subscriptions in memory.",
            "timers", "Timers that wait, for deadlines and for what is put off.");

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final Notifier notifier;
    private final Watching watching;
    private final Upkeep upkeep;
    private final Readiness readiness;

    /** What is needed to show a presentity. */
    public record Watching(
            EventPackages packages, Compositions compositions, Rulings rulings, Reconsideration reconsideration) {}

    /** What {@link #cleanup} sets going. */
    public record Upkeep(Sweeper sweeper, TakenApart takenApart, Supplier<List<Measure>> others) {}

    public LaneAdministration(
            Presentities presentities,
            Subscriptions subscriptions,
            Notifier notifier,
            Watching watching,
            Upkeep upkeep) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.subscriptions = Objects.requireNonNull(subscriptions, "subscriptions");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.watching = Objects.requireNonNull(watching, "watching");
        this.upkeep = Objects.requireNonNull(upkeep, "upkeep");
        this.readiness = new Readiness(presentities);
    }

    @Override
    public CompletableFuture<Integer> refreshWatchers(Aor presentity, EventName event, int refreshType) {
        CompletableFuture<Integer> told = new CompletableFuture<>();
        if (refreshType == 0) {
            turnByNewRules(presentity, turn -> reauthorize(turn, event, told), told::completeExceptionally);
        } else {
            presentities.turnAfterRereading(
                    presentity,
                    turn -> {
                        notifier.look(turn); // with the state its documents are read again
                        tellAll(turn, event, told);
                    },
                    told::completeExceptionally);
        }
        return told;
    }

    private void turnByNewRules(Aor presentity, Consumer<Turn> work, Consumer<RuntimeException> failed) {
        CompletableFuture<Void> unused = watching.rulings()
                .refresh(presentity)
                .thenRun(() -> presentities.turnAfterRereadingDocuments(presentity, work, failed));
    }

    private void reauthorize(Turn turn, EventName event, CompletableFuture<Integer> told) {
        watching.rulings().forget(turn.presentity()); // everybody is told below, those who see something else not twice
        Authorizer authorizer = watching.rulings().of(turn);
        for (Subscription each : turn.subscriptions().subscriptions(event)) {
            Optional<Subscription> changed = subscriptions.reauthorize(each, turn.subscriptions(), authorizer);
            changed.ifPresent(turn::recordDecision);
            changed.filter(now -> now.state() instanceof Terminated)
                    .ifPresent(ended -> turn.onCommit(later -> notifier.tell(later, ended)));
        }
        turn.onCommit(later -> tellAll(later, event, told));
        turn.onFailure(() -> told.completeExceptionally(lost()));
    }

    @Override
    public CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event) {
        CompletableFuture<Integer> changed = new CompletableFuture<>();
        turnByNewRules(presentity, turn -> update(turn, event, changed), changed::completeExceptionally);
        return changed;
    }

    private void update(Turn turn, EventName event, CompletableFuture<Integer> changed) {
        int count = watching.reconsideration().reconsider(turn, event);
        turn.onCommit(later -> changed.complete(count));
        turn.onFailure(() -> changed.completeExceptionally(lost()));
    }

    @Override
    public CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question) {
        CompletableFuture<AuthorizationReport> report = new CompletableFuture<>();
        CompletableFuture<Void> unused = watching.rulings()
                .prepare(question.presentity())
                .thenRun(() -> presentities.turn(
                        question.presentity(),
                        turn -> report.complete(explain(turn, question)),
                        report::completeExceptionally));
        return report;
    }

    private AuthorizationReport explain(Turn turn, AuthorizationQuestion question) {
        Requester requester = Requester.of(question.watcher());
        Situation situation = new Situation(
                question.at().orElse(turn.now()),
                question.sphere().or(() -> watching.rulings().sphere(turn)));
        Optional<RuleSet> rules = watching.rulings().rules(turn);
        EventPackage eventPackage = watching.packages().get(question.event());
        Verdict verdict = !eventPackage.requiresAuthorization()
                ? Authorizer.always(
                                eventPackage.admit(question.presentity(), RequestIdentity.claimed(question.watcher())))
                        .decide(requester)
                : rules.map(known -> known.verdict(requester, situation))
                        .orElseGet(() -> watching.rulings().of(turn).decide(requester));
        Optional<Seen> seen = seen(turn, eventPackage, verdict);
        return new AuthorizationReport(
                verdict,
                situation,
                rules.map(known -> known.explain(requester, situation)).orElse(List.of()),
                seen.map(Seen::document),
                seen.map(Seen::filtered).orElse(false));
    }

    private record Seen(Body document, boolean filtered) {}

    /** What the watcher would be shown; empty if nothing, or if the package writes each watcher a document of its own. */
    private Optional<Seen> seen(Turn turn, EventPackage eventPackage, Verdict verdict) {
        if (verdict.handling().compareTo(Authorization.CONFIRM) <= 0
                || eventPackage.composer().isEmpty()) {
            return Optional.empty();
        }
        Document composed = watching.compositions().of(turn, eventPackage.name());
        Document seen = verdict.handling() == Authorization.ALLOW
                ? eventPackage.filter(composed, verdict.permissions())
                : Composition.nothing(eventPackage, turn.presentity());
        return Optional.of(new Seen(seen.print(eventPackage.notifyTypes().get(0)), !seen.equals(composed)));
    }

    private void tellAll(Turn turn, EventName event, CompletableFuture<Integer> told) {
        List<Subscription> all = List.copyOf(turn.subscriptions().subscriptions(event));
        all.forEach(each -> notifier.tell(turn, each));
        told.complete(all.size());
    }

    @Override
    public CompletableFuture<CleanupReport> cleanup() {
        return CompletableFuture.supplyAsync(upkeep.sweeper()::sweep)
                .thenCompose(cleaned -> upkeep.takenApart()
                        .rebuild()
                        .thenApply(rebuilt -> new CleanupReport(
                                cleaned.publications(), cleaned.subscriptions(), cleaned.presentities())));
    }

    @Override
    public List<Aor> presentities(String contains, String after, int limit) {
        return presentities.list(new Listing(contains, after, limit));
    }

    @Override
    public CompletableFuture<Optional<PresentityReport>> presentity(Aor presentity, EventName event) {
        CompletableFuture<Optional<PresentityReport>> report = new CompletableFuture<>();
        presentities.turn(presentity, turn -> report.complete(report(turn, event)), report::completeExceptionally);
        return report;
    }

    private Optional<PresentityReport> report(Turn turn, EventName event) {
        List<Publication> publications = turn.publications().publications(event);
        if (publications.isEmpty()
                && !turn.isWatched()
                && turn.registrations().bindings().isEmpty()) {
            return Optional.empty();
        }
        Document document = watching.compositions().of(turn, event);
        return Optional.of(new PresentityReport(
                turn.presentity(),
                document.online(),
                publications,
                document.print(watching.packages().get(event).notifyTypes().get(0))));
    }

    @Override
    public CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event) {
        CompletableFuture<List<SubscriptionReport>> report = new CompletableFuture<>();
        presentities.turn(
                presentity,
                turn -> report.complete(turn.subscriptions().subscriptions().stream()
                        .filter(each -> event.isEmpty() || each.event().name().equals(event.get()))
                        .map(each -> report(turn, each))
                        .toList()),
                report::completeExceptionally);
        return report;
    }

    private static SubscriptionReport report(Turn turn, Subscription subscription) {
        return new SubscriptionReport(
                subscription, turn.numbering(subscription.id()).last());
    }

    @Override
    public CompletableFuture<Optional<SubscriptionReport>> subscription(String id) {
        CompletableFuture<Optional<SubscriptionReport>> report = new CompletableFuture<>();
        Optional<Aor> presentity = presentities.locate(id);
        if (presentity.isEmpty()) {
            report.complete(Optional.empty());
        } else {
            presentities.turn(
                    presentity.get(),
                    turn -> report.complete(turn.subscription(id).map(each -> report(turn, each))),
                    report::completeExceptionally);
        }
        return report;
    }

    @Override
    public CompletableFuture<Boolean> endSubscription(String id) {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Optional<Aor> presentity = presentities.locate(id);
        if (presentity.isEmpty()) {
            ended.complete(false);
        } else {
            presentities.turnToChange(presentity.get(), turn -> end(turn, id, ended), ended::completeExceptionally);
        }
        return ended;
    }

    private void end(Turn turn, String id, CompletableFuture<Boolean> ended) {
        Optional<Subscription> found = turn.subscription(id);
        if (found.isEmpty()) {
            ended.complete(false);
            return;
        }
        Subscription last = subscriptions.end(found.get(), SubscriptionEvent.DEACTIVATED, turn.subscriptions());
        turn.onCommit(later -> {
            ended.complete(true);
            notifier.tell(later, last);
        });
        turn.onFailure(() -> ended.completeExceptionally(lost()));
    }

    private static UncheckedIOException lost() {
        return new UncheckedIOException(new IOException("the change could not be written"));
    }

    @Override
    public List<EventName> events() {
        return watching.packages().all().stream().map(EventPackage::name).toList();
    }

    @Override
    public List<EventName> composedEvents() {
        return watching.packages().all().stream()
                .filter(each -> each.composer().isPresent())
                .map(EventPackage::name)
                .toList();
    }

    @Override
    public List<Measure> measures() {
        List<Measure> all = new ArrayList<>();
        new TreeMap<>(presentities.gauges())
                .forEach((name, value) -> all.add(Measure.gauge(name, GAUGES.getOrDefault(name, name), value)));
        all.add(Measure.gauge("notify_outboxes", "NOTIFYs that are under way or wait.", notifier.outboxes()));
        Runtime runtime = Runtime.getRuntime();
        all.add(Measure.gauge("heap_used_bytes", "Heap in use, with what is garbage.", (double)
                (runtime.totalMemory() - runtime.freeMemory())));
        all.add(Measure.gauge("heap_max_bytes", "The largest heap that there may be.", (double) runtime.maxMemory()));
        all.addAll(upkeep.others().get());
        return all;
    }

    @Override
    public Optional<String> unreadiness() {
        return readiness.reason();
    }
}
