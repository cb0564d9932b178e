package org.sippresence.bootstrap;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sippresence.account.Accounts;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.internal.InternalSender;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.Metric;
import org.sippresence.maintenance.PresentityAdministration;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.maintenance.ReportTables;
import org.sippresence.maintenance.Sweeper;
import org.sippresence.model.Body;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifyBodies;
import org.sippresence.notification.NotifyFailures;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Reauthorizer;
import org.sippresence.notification.RestartNotifier;
import org.sippresence.notification.ViewCache;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.presentity.Acknowledgements;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityMemory;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityStore.Cleaned;
import org.sippresence.presentity.PresentityStore.Counts;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publications;
import org.sippresence.registration.Registrations;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.BoundsSettings;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.sip.SipServices;
import org.sippresence.subscription.Subscriptions;
import org.sippresence.xcap.DocumentCheck;
import org.sippresence.xcap.XcapAuthenticator;
import org.sippresence.xcap.XcapServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server without its transports: built from settings, a store and a sender. */
public final class PresenceServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceServer.class);
    private static final int VIEWS = 10_000;

    private final Storage stores;
    private final PresentityStore store;
    private final Lanes lanes;
    private final Journal<Write> journal;
    private final Presentities presentities;
    private final AuthorizationWiring authorizations;
    private final Optional<ClientSubscriptionWiring> upstreams;
    private final Acknowledgements acknowledgements;
    private final Sweeper sweeper;
    private final ReportTables takenApart;
    private final EntryPoints doors;
    private final Administration administration;
    private final OfflineWinfo offlineWinfo;
    private final XcapServer.Components xcapParts;
    private final Settings settings;
    private final Supplier<Map<String, Long>> senderFigures;
    private final Notifier notifier;
    private final Bounds bounds;
    private final Accounts subscribers;

    /**
     * The senders to other servers and clients.
     *
     * @param subscribes empty if client subscriptions are not possible
     * @param figures current numbers of the senders, by names as in {@link Metric}
     */
    public record Senders(
            NotifySender notifies, Optional<SubscribeSender> subscribes, Supplier<Map<String, Long>> figures) {

        /** Creates the senders without numbers. */
        public Senders(NotifySender notifies, Optional<SubscribeSender> subscribes) {
            this(notifies, subscribes, Map::of);
        }
    }

    /** Wires everything and reads the stored state; the server is ready when it returns. */
    public PresenceServer(Settings settings, Storage stores, Senders senders, Clock clock) {
        this.stores = stores;
        this.store = stores.presentities();
        this.settings = settings;
        this.senderFigures = senders.figures();
        StorageSettings storage = settings.storage();
        RegistrationSettings registration = settings.registration();
        EventPackageCatalogue offered = new EventPackageCatalogue(settings);
        EventPackages packages = offered.packages();

        lanes = new Lanes(settings.lanes());
        journal = new Journal<>(store::write, storage.useDb() ? storage.journalLinger() : Duration.ZERO);
        PresentityMemory memory = new PresentityMemory(
                store, new Limits(storage.cacheSize(), storage.useDb(), storage.useDb() && storage.fallbackToDb()));
        presentities = new Presentities(clock, lanes, journal, memory);
        presentities.admitWhile(() -> !stores.ownership().isLost(), stores::isThere);

        subscribers = new Accounts(stores.subscribers(), settings.digest());
        memory.recognizeAccounts(aor -> subscribers.find(aor).isPresent());

        bounds = bounds(settings.bounds(), storage);
        Publications publications = new Publications(packages, settings.publication(), bounds);
        Subscriptions subscriptions = new Subscriptions(packages, settings.subscription(), bounds);
        Registrations registrations = new Registrations(registration);
        memory.assignTenants(aor -> registration.pdomains().of(aor.domain()));
        CompositionCache compositions = new CompositionCache(packages, VIEWS);
        authorizations = new AuthorizationWiring(settings, stores.attributes(), presentities, compositions);
        AuthorizationCache rulings = authorizations.authorizationCache();
        ViewCache views = new ViewCache(packages, compositions, rulings, VIEWS);
        OfflineWatchers offlineWatchers = new OfflineWatchers(
                settings.watcherInfo().offline(),
                transaction -> compositions.of(transaction, EventName.PRESENCE).online());
        InternalSender inside = new InternalSender(new OwnerNotifySender(senders.notifies(), stores.ownership()));
        notifier = new Notifier(
                presentities,
                new NotifyBodies(views, offered.reporters(offlineWatchers)),
                inside,
                settings.notification());
        notifier.onLost(
                (transaction, lost) -> subscriptions.timeout(lost, transaction.subscriptions(), transaction.now()));
        presentities
                .listeners()
                .onSubscriptionChanges((transaction, moved) -> offered.moved(transaction, moved, notifier));
        offlineWinfo = new OfflineWinfo(presentities, offlineWatchers, notifier);
        Reauthorizer reconsideration = new Reauthorizer(packages, subscriptions, rulings, views, notifier);
        RegistrationListener news = new RegistrationListener(
                notifier, registration.contactPriority().isPresent());
        presentities.listeners().onRegistrations((transaction, changes) -> {
            news.accept(transaction, changes);
            updateAgents(transaction);
        });
        presentities.listeners().onDocument((transaction, change) -> {
            authorizations.documentChanged(transaction, change.key(), notifier);
            EventPackageCatalogue.documentChanged(transaction, change, notifier);
        });

        upstreams = senders.subscribes()
                .filter(sender -> settings.clientSubscriptions().isUsed())
                .map(sender -> new ClientSubscriptionWiring(
                        settings,
                        new ClientSubscriptionWiring.Infrastructure(sender, lanes, clock),
                        new ClientSubscriptionWiring.Parts(
                                presentities, registrations, compositions, packages, notifier, authorizations)));

        if (settings.clientSubscriptions().isUsed() && upstreams.isEmpty()) {
            LOG.warn("no client subscriptions to other servers: the container has no presence-hooks.jar");
        }

        sweeper = new Sweeper(presentities, publications, subscriptions, registrations, notifier, clock);
        sweeper.onSwept(memory::countOnlyWatched);
        takenApart = new ReportTables(
                presentities,
                store.publishedRows().filter(tables -> settings.maintenance().storeTuples()));
        administration = new PresentityAdministration(
                presentities,
                subscriptions,
                notifier,
                new PresentityAdministration.Watching(packages, compositions, rulings, reconsideration),
                new PresentityAdministration.Upkeep(sweeper, takenApart, this::measures));
        SubscribeService subscribing = new SubscribeService(presentities, subscriptions, rulings, notifier);
        subscribing.onInitialSubscription(offlineWatchers::subscribed);
        doors = EntryPoints.open(
                settings,
                new PublishService(presentities, publications, notifier, compositions),
                subscribing,
                new EntryPoints.Components(
                        presentities,
                        registrations,
                        packages,
                        notifier,
                        authorizations.messages(presentities),
                        inside));
        xcapParts = new XcapServer.Components(presentities, presenceCheck(packages), clock);

        acknowledgements = new Acknowledgements(presentities, journal, notifier::outstanding);
        resume(clock, notifier);
        sweeper.start(settings.maintenance(), settings.watcherInfo().offline());
        takenApart.start(settings.maintenance());
    }

    private void resume(Clock clock, Notifier notifier) {
        Cleaned cleaned = store.clean(clock.instant());
        presentities.listeners().onExpiry(this::expire);
        presentities.listeners().onReload(authorizations::reread);
        presentities.listeners().onReload(sweeper::reread);
        LaggingWatchers lagging = presentities.start();
        authorizations.resume(presentities);
        upstreams.ifPresent(ClientSubscriptionWiring::resume);
        if (settings.storage().useDb()) {
            new RestartNotifier(presentities, notifier).notifyLagging(lagging, () -> acknowledgements.start(lagging));
        }
        Counts counts = store.count();
        LOG.info(
                "resumed {} subscriptions and {} publications of {} presentities; {} subscriptions and {} publications"
                        + " had expired; {} contacts are registered, {} had expired",
                counts.subscriptions(),
                counts.publications(),
                counts.presentities(),
                cleaned.subscriptions(),
                cleaned.publications(),
                counts.bindings(),
                cleaned.bindings());
    }

    private void updateAgents(PresentityTransaction transaction) {
        upstreams.ifPresent(each -> each.updateAgents(transaction));
    }

    private void expire(PresentityTransaction transaction) {
        sweeper.expire(transaction);
        upstreams.ifPresent(each -> each.updateSubscriptions(transaction));
    }

    private static Bounds bounds(BoundsSettings most, StorageSettings storage) {
        int presentities =
                storage.useDb() ? most.presentities() : Math.min(most.presentities(), storage.cacheSize() / 2);
        return new Bounds(Map.of(
                Bound.PUBLICATIONS, most.publications(),
                Bound.SUBSCRIPTIONS, most.subscriptions(),
                Bound.SUBSCRIPTIONS_PER_WATCHER, most.subscriptionsPerWatcher(),
                Bound.PRESENTITIES, presentities));
    }

    private List<Metric> measures() {
        List<Metric> all = new ArrayList<>(authorizations.measures());
        all.add(Metric.gauge(
                "acknowledgements_behind",
                "1 while a watcher has not acknowledged everything, or that is not stored yet.",
                settings.storage().useDb() && acknowledgements.isBehind() ? 1 : 0));
        all.addAll(stores.measures());
        upstreams.map(ClientSubscriptionWiring::measures).ifPresent(all::addAll);
        for (NotifyFailures.Count each : notifier.failures().counts()) {
            all.add(Metric.counter(
                    "notify_failures_total",
                    "NOTIFYs that failed, by reason and by the effect on the subscription.",
                    Map.of("reason", each.reason(), "outcome", each.outcome()),
                    (double) each.value()));
        }
        for (Bound each : Bound.values()) {
            all.add(Metric.counter(
                    "requests_over_bound_total",
                    "Requests refused by a bound, by its setting.",
                    Map.of("bound", each.key()),
                    (double) bounds.refused(each)));
        }
        all.addAll(SipMetrics.of(senderFigures.get()));
        return all;
    }

    private static DocumentCheck presenceCheck(EventPackages packages) {
        return document -> {
            try {
                ParsedBody unused = packages.get(EventName.PRESENCE).check(Body.of(MediaType.PIDF, document));
                return Optional.empty();
            } catch (MalformedBodyException e) {
                return Optional.of(e.getMessage());
            }
        };
    }

    /** The built-in XCAP server for the clients that {@code callers} authenticates. */
    public XcapServer xcapServer(XcapAuthenticator callers) {
        return new XcapServer(xcapParts, settings, callers);
    }

    /** The bounds at which requests are rejected. */
    Bounds bounds() {
        return bounds;
    }

    /** The SIP users of this server. */
    Accounts subscribers() {
        return subscribers;
    }

    /** The client subscriptions, if any are configured. */
    public Optional<ClientSubscriptions> upstream() {
        return upstreams.map(ClientSubscriptionWiring::upstream);
    }

    public SipServices sipServices() {
        return doors.sip();
    }

    /** The authorization of messages. */
    public MessageService messages() {
        return doors.messages();
    }

    /** Subscriptions of in-process watchers without SIP. */
    public InternalSubscriptions internalSubscriptions() {
        return doors.internal();
    }

    /** Publications without SIP. */
    public PublishedStates states() {
        return doors.states();
    }

    /** The registered contacts. */
    public RegisteredContacts contacts() {
        return doors.contacts();
    }

    /** Offline watchers. */
    public OfflineWinfo offlineWinfo() {
        return offlineWinfo;
    }

    public Administration administration() {
        return administration;
    }

    /** Completes the accepted requests, then closes the store. */
    @Override
    public void close() {
        sweeper.close();
        authorizations.close();
        upstreams.ifPresent(ClientSubscriptionWiring::close);
        presentities.close();
        lanes.flush();
        acknowledgements.close();
        journal.close();
        lanes.flush(); // the last commits are passed to the lanes
        takenApart.close();
        lanes.close();
        store.close();
    }
}
