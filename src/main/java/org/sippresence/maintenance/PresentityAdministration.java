package org.sippresence.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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
        return refreshType == 0
                ? byNewRules(presentity, transaction -> reauthorize(transaction, event))
                : presentities.reload(presentity, transaction -> {
                    notifier.reauthorizeIfStale(transaction); // a reload of the state includes the documents
                    return notifyWatchers(transaction, event);
                });
    }

    private CompletableFuture<Integer> byNewRules(Aor presentity, Function<PresentityTransaction, Integer> work) {
        return watching.authorizationCache()
                .refresh(presentity)
                .thenCompose(ready -> presentities.reloadDocuments(presentity, work));
    }

    private int reauthorize(PresentityTransaction transaction, EventName event) {
        watching.authorizationCache()
                .forget(transaction.presentity()); // all are notified below, and changed views must not cause a second
        Authorizer authorizer = watching.authorizationCache().of(transaction);
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            Optional<Subscription> changed = subscriptions.reauthorize(each, transaction.subscriptions(), authorizer);
            changed.ifPresent(transaction::recordDecision);
            changed.filter(now -> now.state() instanceof Terminated)
                    .ifPresent(ended -> transaction.onCommit(later -> notifier.notifyImmediately(later, ended)));
        }
        transaction.onCommit(later -> notifyWatchers(later, event));
        return transaction.subscriptions().subscriptions(event).size();
    }

    @Override
    public CompletableFuture<Integer> updateWatchers(Aor presentity, EventName event) {
        return byNewRules(presentity, transaction -> watching.reconsideration().reauthorizeAll(transaction, event));
    }

    @Override
    public CompletableFuture<AuthorizationReport> authorization(AuthorizationQuestion question) {
        return watching.authorizationCache()
                .prepare(question.presentity())
                .thenCompose(ready ->
                        presentities.read(question.presentity(), transaction -> explain(transaction, question)));
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

    private int notifyWatchers(PresentityTransaction transaction, EventName event) {
        List<Subscription> all = List.copyOf(transaction.subscriptions().subscriptions(event));
        all.forEach(each -> notifier.notifyImmediately(transaction, each));
        return all.size();
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
        return presentities.read(presentity, transaction -> report(transaction, event));
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
        return presentities.read(
                presentity,
                transaction -> transaction.subscriptions().subscriptions().stream()
                        .filter(each -> event.isEmpty() || each.event().name().equals(event.get()))
                        .map(each -> report(transaction, each))
                        .toList());
    }

    private static SubscriptionReport report(PresentityTransaction transaction, Subscription subscription) {
        return new SubscriptionReport(
                subscription, transaction.numbering(subscription.id()).last());
    }

    @Override
    public CompletableFuture<Optional<SubscriptionReport>> subscription(String id) {
        return presentities
                .locate(id)
                .map(presentity -> presentities.read(
                        presentity, transaction -> transaction.subscription(id).map(each -> report(transaction, each))))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    @Override
    public CompletableFuture<Boolean> endSubscription(String id) {
        return presentities
                .locate(id)
                .map(presentity -> presentities.change(presentity, transaction -> end(transaction, id)))
                .orElseGet(() -> CompletableFuture.completedFuture(false));
    }

    private boolean end(PresentityTransaction transaction, String id) {
        Optional<Subscription> found = transaction.subscription(id);
        found.map(each -> subscriptions.end(each, SubscriptionEvent.DEACTIVATED, transaction.subscriptions()))
                .ifPresent(last -> transaction.onCommit(later -> notifier.notifyImmediately(later, last)));
        return found.isPresent();
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
