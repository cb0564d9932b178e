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
import org.sippresence.authorization.DecisionContext;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.authorization.Requester;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesDecision;
import org.sippresence.eventpackage.Document;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.Reauthorizer;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityStore.Listing;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.Subscriptions;

/** Administration by transactions in the lanes, which excludes race conditions with SIP requests. */
public final class PresentityAdministration implements Administration {

    private static final Map<String, String> GAUGES = Map.of(
            "deadlines", "Presentities with a deadline.",
            "journal_waiting", "Writes that wait for a commit.",
            "lanes_waiting", "Tasks that wait in lanes.",
            "presentities_in_memory", "Presentities in memory.",
            "presentities_only_watched", "Presentities with subscriptions, but neither a publication nor a contact.",
            "subscriptions_in_memory", "Subscriptions in memory.",
            "timers", "Pending timers, for deadlines and scheduled work.");

    private final Presentities presentities;
    private final Subscriptions subscriptions;
    private final Notifier notifier;
    private final Watching watching;
    private final Upkeep upkeep;
    private final Readiness readiness;

    /** Components that show and authorize the state of a presentity. */
    public record Watching(
            EventPackages packages,
            CompositionCache compositions,
            AuthorizationCache authorizationCache,
            Reauthorizer reconsideration) {}

    /** Components used by {@link #cleanup} and for metrics. */
    public record Upkeep(Sweeper sweeper, ReportTables takenApart, Supplier<List<Metric>> others) {}

    public PresentityAdministration(
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
            turnByNewRules(
                    presentity, transaction -> reauthorize(transaction, event, told), told::completeExceptionally);
        } else {
            presentities.executeAfterReload(
                    presentity,
                    transaction -> {
                        notifier.reauthorizeIfStale(transaction); // a reload of the state includes the documents
                        notifyWatchers(transaction, event, told);
                    },
                    told::completeExceptionally);
        }
        return told;
    }

    private void turnByNewRules(
            Aor presentity, Consumer<PresentityTransaction> work, Consumer<RuntimeException> failed) {
        CompletableFuture<Void> unused = watching.authorizationCache()
                .refresh(presentity)
                .thenRun(() -> presentities.executeAfterDocumentReload(presentity, work, failed));
    }

    private void reauthorize(PresentityTransaction transaction, EventName event, CompletableFuture<Integer> told) {
        watching.authorizationCache()
                .forget(transaction.presentity()); // all are notified below, and changed views must not cause a second
        Authorizer authorizer = watching.authorizationCache().of(transaction);
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            Optional<Subscription> changed = subscriptions.reauthorize(each, transaction.subscriptions(), authorizer);
            changed.ifPresent(transaction::recordDecision);
            changed.filter(now -> now.state() instanceof Terminated)
                    .ifPresent(ended -> transaction.onCommit(later -> notifier.notifyImmediately(later, ended)));
        }
        transaction.onCommit(later -> notifyWatchers(later, event, told));
        transaction.onFailure(() -> told.completeExceptionally(lost()));
    }

    @Override
    public CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event) {
        CompletableFuture<Integer> changed = new CompletableFuture<>();
        turnByNewRules(presentity, transaction -> update(transaction, event, changed), changed::completeExceptionally);
        return changed;
    }

    private void update(PresentityTransaction transaction, EventName event, CompletableFuture<Integer> changed) {
        int count = watching.reconsideration().reauthorizeAll(transaction, event);
        transaction.onCommit(later -> changed.complete(count));
        transaction.onFailure(() -> changed.completeExceptionally(lost()));
    }

    @Override
    public CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question) {
        CompletableFuture<AuthorizationReport> report = new CompletableFuture<>();
        CompletableFuture<Void> unused = watching.authorizationCache()
                .prepare(question.presentity())
                .thenRun(() -> presentities.execute(
                        question.presentity(),
                        transaction -> report.complete(explain(transaction, question)),
                        report::completeExceptionally));
        return report;
    }

    private AuthorizationReport explain(PresentityTransaction transaction, AuthorizationQuestion question) {
        Requester requester = Requester.of(question.watcher());
        DecisionContext situation = new DecisionContext(
                question.at().orElse(transaction.now()),
                question.sphere().or(() -> watching.authorizationCache().sphere(transaction)));
        Optional<RuleSet> rules = watching.authorizationCache().rules(transaction);
        EventPackage eventPackage = watching.packages().get(question.event());
        RulesDecision verdict = !eventPackage.requiresAuthorization()
                ? Authorizer.always(
                                eventPackage.admit(question.presentity(), RequestIdentity.claimed(question.watcher())))
                        .decide(requester)
                : rules.map(known -> known.verdict(requester, situation))
                        .orElseGet(() ->
                                watching.authorizationCache().of(transaction).decide(requester));
        Optional<Seen> seen = seen(transaction, eventPackage, verdict);
        return new AuthorizationReport(
                verdict,
                situation,
                rules.map(known -> known.explain(requester, situation)).orElse(List.of()),
                seen.map(Seen::document),
                seen.map(Seen::filtered).orElse(false));
    }

    private record Seen(Body document, boolean filtered) {}

    /**
     * Returns the document that the watcher would see; empty if there is none, or if the package writes documents for each
     * subscription.
     */
    private Optional<Seen> seen(PresentityTransaction transaction, EventPackage eventPackage, RulesDecision verdict) {
        if (verdict.handling().compareTo(Authorization.CONFIRM) <= 0
                || eventPackage.composer().isEmpty()) {
            return Optional.empty();
        }
        Document composed = watching.compositions().of(transaction, eventPackage.name());
        Document seen = verdict.handling() == Authorization.ALLOW
                ? eventPackage.filter(composed, verdict.permissions())
                : CompositionCache.nothing(eventPackage, transaction.presentity());
        return Optional.of(new Seen(seen.print(eventPackage.notifyTypes().get(0)), !seen.equals(composed)));
    }

    private void notifyWatchers(PresentityTransaction transaction, EventName event, CompletableFuture<Integer> told) {
        List<Subscription> all = List.copyOf(transaction.subscriptions().subscriptions(event));
        all.forEach(each -> notifier.notifyImmediately(transaction, each));
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
        presentities.execute(
                presentity, transaction -> report.complete(report(transaction, event)), report::completeExceptionally);
        return report;
    }

    private Optional<PresentityReport> report(PresentityTransaction transaction, EventName event) {
        List<Publication> publications = transaction.publications().publications(event);
        if (publications.isEmpty()
                && !transaction.isWatched()
                && transaction.registrations().bindings().isEmpty()) {
            return Optional.empty();
        }
        Document document = watching.compositions().of(transaction, event);
        return Optional.of(new PresentityReport(
                transaction.presentity(),
                document.online(),
                publications,
                document.print(watching.packages().get(event).notifyTypes().get(0))));
    }

    @Override
    public CompletableFuture<List<SubscriptionReport>> watchers(Aor presentity, Optional<EventName> event) {
        CompletableFuture<List<SubscriptionReport>> report = new CompletableFuture<>();
        presentities.execute(
                presentity,
                transaction -> report.complete(transaction.subscriptions().subscriptions().stream()
                        .filter(each -> event.isEmpty() || each.event().name().equals(event.get()))
                        .map(each -> report(transaction, each))
                        .toList()),
                report::completeExceptionally);
        return report;
    }

    private static SubscriptionReport report(PresentityTransaction transaction, Subscription subscription) {
        return new SubscriptionReport(
                subscription, transaction.numbering(subscription.id()).last());
    }

    @Override
    public CompletableFuture<Optional<SubscriptionReport>> subscription(String id) {
        CompletableFuture<Optional<SubscriptionReport>> report = new CompletableFuture<>();
        Optional<Aor> presentity = presentities.locate(id);
        if (presentity.isEmpty()) {
            report.complete(Optional.empty());
        } else {
            presentities.execute(
                    presentity.get(),
                    transaction -> report.complete(transaction.subscription(id).map(each -> report(transaction, each))),
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
            presentities.executeChange(
                    presentity.get(), transaction -> end(transaction, id, ended), ended::completeExceptionally);
        }
        return ended;
    }

    private void end(PresentityTransaction transaction, String id, CompletableFuture<Boolean> ended) {
        Optional<Subscription> found = transaction.subscription(id);
        if (found.isEmpty()) {
            ended.complete(false);
            return;
        }
        Subscription last = subscriptions.end(found.get(), SubscriptionEvent.DEACTIVATED, transaction.subscriptions());
        transaction.onCommit(later -> {
            ended.complete(true);
            notifier.notifyImmediately(later, last);
        });
        transaction.onFailure(() -> ended.completeExceptionally(lost()));
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
    public List<Metric> measures() {
        List<Metric> all = new ArrayList<>();
        new TreeMap<>(presentities.gauges())
                .forEach((name, value) -> all.add(Metric.gauge(name, GAUGES.getOrDefault(name, name), value)));
        all.add(Metric.gauge(
                "notify_outboxes", "Subscriptions with a NOTIFY in flight or pending.", notifier.outboxes()));
        Runtime runtime = Runtime.getRuntime();
        all.add(Metric.gauge("heap_used_bytes", "Heap in use, garbage included.", (double)
                (runtime.totalMemory() - runtime.freeMemory())));
        all.add(Metric.gauge("heap_max_bytes", "Maximum heap size.", (double) runtime.maxMemory()));
        all.addAll(upkeep.others().get());
        return all;
    }

    @Override
    public Optional<String> unreadiness() {
        return readiness.reason();
    }
}
