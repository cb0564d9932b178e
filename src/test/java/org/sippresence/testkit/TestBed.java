package org.sippresence.testkit;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.engine.Fence;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.events.winfo.WatcherInfoPackages;
import org.sippresence.maintenance.PresentityAdministration;
import org.sippresence.maintenance.ReportTables;
import org.sippresence.maintenance.Sweeper;
import org.sippresence.model.Aor;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.UnavailableException;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifyBodies;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Reauthorizer;
import org.sippresence.notification.Reporter;
import org.sippresence.notification.RulesProvider;
import org.sippresence.notification.ViewCache;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityMemory;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publications;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.registration.Registrations;
import org.sippresence.service.PublishService;
import org.sippresence.service.ResultListener;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.PublicationSettings;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.subscription.SubscribeCommand;
import org.sippresence.subscription.SubscribeOutcome;
import org.sippresence.subscription.Subscriptions;

/**
 * The server without its network entry points, wired as in {@code bootstrap}, over an in-memory store and a recording
 * sender. A request that could not be made durable fails its future.
 */
public final class TestBed implements AutoCloseable {

    private static final int SECONDS = 20;

    public final PresentityStore store;
    public final Lanes lanes;
    public final Journal<Write> journal;
    public final Presentities presentities;
    public final EventPackages packages;
    public final PublishService publishing;
    public final SubscribeService subscribing;
    public final Publications publications;
    public final Subscriptions subscriptions;
    public final Registrations registrations;
    public final AuthorizationCache rulings;
    public final Notifier notifier;
    public final OfflineWatchers offlineWatchers;
    public final OfflineWinfo offlineWinfo;
    public final Sweeper sweeper;
    public final PresentityAdministration administration;

    private TestBed(Plan plan) {
        store = plan.store;
        lanes = new Lanes(plan.lanes);
        journal = new Journal<>(store::write, plan.linger);
        presentities = new Presentities(plan.clock, lanes, journal, new PresentityMemory(store, plan.limits));
        WatcherInfoPackages winfo = new WatcherInfoPackages(plan.packages, plan.winfo);
        packages = new EventPackages(winfo.all());
        publications = new Publications(packages, PublicationSettings.defaults(), Bounds.none());
        subscriptions = new Subscriptions(packages, plan.subscription, Bounds.none());
        registrations = new Registrations(RegistrationSettings.defaults());
        CompositionCache compositions = new CompositionCache(packages, 100);
        rulings = plan.rules
                .map(rules -> AuthorizationCache.byRules(
                        rules,
                        transaction ->
                                compositions.of(transaction, EventName.PRESENCE).sphere(),
                        Authorization.BLOCK,
                        100))
                .orElseGet(() -> AuthorizationCache.always(plan.authorizer));
        ViewCache views = new ViewCache(packages, compositions, rulings, 100);
        offlineWatchers = new OfflineWatchers(
                plan.winfo.offline(),
                transaction -> compositions.of(transaction, EventName.PRESENCE).online());
        Map<EventName, Reporter> reporters = new HashMap<>(plan.reporters);
        reporters.putAll(winfo.reporters(offlineWatchers));
        notifier = new Notifier(presentities, new NotifyBodies(views, reporters), plan.sender, plan.notification);
        notifier.onLost(
                (transaction, lost) -> subscriptions.timeout(lost, transaction.subscriptions(), transaction.now()));
        presentities
                .listeners()
                .onSubscriptionChanges((transaction, moved) -> winfo.notifyWatchers(transaction, moved, notifier));
        offlineWinfo = new OfflineWinfo(presentities, offlineWatchers, notifier);
        publishing = new PublishService(presentities, publications, notifier, compositions);
        subscribing = new SubscribeService(presentities, subscriptions, rulings, notifier);
        subscribing.onInitialSubscription(offlineWatchers::subscribed);
        Reauthorizer reconsideration = new Reauthorizer(packages, subscriptions, rulings, views, notifier);
        sweeper = new Sweeper(presentities, publications, subscriptions, registrations, notifier, plan.clock);
        administration = new PresentityAdministration(
                presentities,
                subscriptions,
                notifier,
                new PresentityAdministration.Watching(packages, compositions, rulings, reconsideration),
                new PresentityAdministration.Upkeep(
                        sweeper, new ReportTables(presentities, store.publishedRows()), List::of));
        presentities.listeners().onRegistrations((transaction, changes) -> {
            if (changes.stream().anyMatch(each -> each.isVisible())) {
                int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
            }
        });
        presentities.listeners().onExpiry(sweeper::expire);
        presentities.listeners().onReload(sweeper::reread);
        LaggingWatchers unused = presentities.start();
    }

    /** Two lanes, unbounded memory, every watcher is allowed; a clock that stands at noon. */
    public static Plan plan() {
        return new Plan();
    }

    /** The configuration of a test bed. */
    public static final class Plan {

        private PresentityStore store = new InMemoryPresentityStore();
        private NotifySender sender = new RecordingNotifySender();
        private Clock clock = new MutableClock(Fixtures.NOON);
        private Limits limits = new Limits(10_000, true, false);
        private NotificationSettings notification = NotificationSettings.defaults();
        private Authorizer authorizer = Authorizer.always(Authorization.ALLOW);
        private Optional<RulesProvider> rules = Optional.empty();
        private List<EventPackage> packages = List.of(TextPackage.presence());
        private Map<EventName, Reporter> reporters = Map.of();
        private SubscriptionSettings subscription = SubscriptionSettings.defaults();
        private WatcherInfoSettings winfo = new WatcherInfoSettings(
                false, true, Duration.ZERO, WatcherInfoSettings.defaults().offline());
        private Duration linger = Duration.ZERO;
        private int lanes = 2;

        private Plan() {}

        public Plan store(PresentityStore value) {
            store = value;
            return this;
        }

        /** Enables watcher information, which is off by default. */
        public Plan winfo(WatcherInfoSettings value) {
            winfo = value;
            return this;
        }

        public Plan subscription(SubscriptionSettings value) {
            subscription = value;
            return this;
        }

        public Plan sender(NotifySender value) {
            sender = value;
            return this;
        }

        public Plan clock(Clock value) {
            clock = value;
            return this;
        }

        public Plan limits(Limits value) {
            limits = value;
            return this;
        }

        public Plan notification(NotificationSettings value) {
            notification = value;
            return this;
        }

        public Plan authorizer(Authorizer value) {
            authorizer = value;
            return this;
        }

        /** Uses rules instead of an authorizer. */
        public Plan rules(RulesProvider value) {
            rules = Optional.of(value);
            return this;
        }

        public Plan eventPackage(EventPackage value) {
            packages = List.of(value);
            return this;
        }

        /** Sets the event packages, and the reporters of those that report changes. */
        public Plan packages(List<EventPackage> values, Map<EventName, Reporter> reporting) {
            packages = values;
            reporters = reporting;
            return this;
        }

        public Plan linger(Duration value) {
            linger = value;
            return this;
        }

        public Plan lanes(int value) {
            lanes = value;
            return this;
        }

        public TestBed start() {
            return new TestBed(this);
        }
    }

    /** Processes a PUBLISH and notifies watchers; completed after the commit. */
    public CompletableFuture<PublishOutcome> publish(PublishCommand command) {
        CompletableFuture<PublishOutcome> outcome = new CompletableFuture<>();
        publishing.publish(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Processes a SUBSCRIBE outside a dialog and notifies its watcher. */
    public CompletableFuture<SubscribeOutcome> subscribe(SubscribeCommand command) {
        CompletableFuture<SubscribeOutcome> outcome = new CompletableFuture<>();
        subscribing.subscribe(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Processes a SUBSCRIBE within a dialog and notifies its watcher. */
    public CompletableFuture<SubscribeOutcome> resubscribe(SubscribeCommand command) {
        CompletableFuture<SubscribeOutcome> outcome = new CompletableFuture<>();
        subscribing.subscribeInDialog(command, ResultListener.completing(outcome));
        return outcome;
    }

    /** Removes expired state of the presentity; returns after the commit. */
    public void expire(Aor presentity) {
        change(presentity, sweeper::expire);
    }

    /** Runs a presentity transaction and returns after its commit. */
    public void change(Aor presentity, Consumer<PresentityTransaction> work) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        presentities.execute(
                presentity,
                transaction -> {
                    work.accept(transaction);
                    transaction.onCommit(later -> done.complete(true));
                    transaction.onFailure(() -> done.completeExceptionally(new NotWrittenException()));
                },
                done::completeExceptionally);
        boolean ignored = get(done);
    }

    /** Reads a value in a presentity transaction. */
    public <T> T read(Aor presentity, Function<PresentityTransaction, T> work) {
        return get(presentities.read(presentity, work));
    }

    /** Returns when all queued tasks, and the tasks that they queued, have finished. */
    public void settle() {
        for (int i = 0; i < 3; i++) {
            lanes.flush();
            CompletableFuture<Boolean> written = new CompletableFuture<>();
            journal.submit(new Journal.Entry<>(
                    List.of(), new Fence(), () -> written.complete(true), () -> written.complete(false)));
            boolean ignored = get(written);
        }
        lanes.flush();
    }

    /** Waits for the future's value, with a short time-out. */
    public static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** Whether the future completes normally within a short time-out; false if its change could not be written. */
    public static boolean succeeded(CompletableFuture<?> future) {
        try {
            return get(future) != null;
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotWrittenException
                    || e.getCause() instanceof UnavailableException
                    || e.getCause() instanceof java.io.UncheckedIOException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        sweeper.close();
        presentities.close();
        lanes.flush();
        journal.close();
        lanes.close();
    }

    /** Thrown if a change could not be made durable. */
    public static final class NotWrittenException extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
