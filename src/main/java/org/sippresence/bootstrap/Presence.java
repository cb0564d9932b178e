package org.sippresence.bootstrap;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.sippresence.authorization.ImRules;
import org.sippresence.authorization.RulesReader;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.internal.InternalSender;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.LaneAdministration;
import org.sippresence.maintenance.Measure;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.maintenance.RegisteredContacts;
import org.sippresence.maintenance.Sweeper;
import org.sippresence.maintenance.TakenApart;
import org.sippresence.message.MessageAuthorization;
import org.sippresence.model.Body;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.CatchUp;
import org.sippresence.notification.Compositions;
import org.sippresence.notification.Contents;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifyFailures;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Publishing;
import org.sippresence.notification.Reconsideration;
import org.sippresence.notification.Rulings;
import org.sippresence.notification.Subscribing;
import org.sippresence.notification.Views;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.presentity.Acknowledgements;
import org.sippresence.presentity.Lagging;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityMemory;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.PresentityStore.Cleaned;
import org.sippresence.presentity.PresentityStore.Counts;
import org.sippresence.presentity.Turn;
import org.sippresence.presentity.Write;
import org.sippresence.publication.Publications;
import org.sippresence.registration.Registrations;
import org.sippresence.settings.BoundsSettings;
import org.sippresence.settings.RegistrationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.sip.SipServices;
import org.sippresence.subscriber.Subscribers;
import org.sippresence.subscription.Subscriptions;
import org.sippresence.upstream.SubscribeSender;
import org.sippresence.upstream.Upstream;
import org.sippresence.xcap.Callers;
import org.sippresence.xcap.DocumentCheck;
import org.sippresence.xcap.Usages;
import org.sippresence.xcap.XcapServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole server without its doors: built from settings, a store and a sender. */
public final class Presence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Presence.class);
    private static final int VIEWS = 10_000;

    private final Storage stores;
    private final PresentityStore store;
    private final Lanes lanes;
    private final Journal<Write> journal;
    private final Presentities presentities;
    private final Authorizations authorizations;
    private final Optional<Upstreams> upstreams;
    private final Acknowledgements acknowledgements;
    private final Sweeper sweeper;
    private final TakenApart takenApart;
    private final Doors doors;
    private final Administration administration;
    private final OfflineWinfo offlineWinfo;
    private final XcapServer.Parts xcapParts;
    private final Settings settings;
    private final Supplier<Map<String, Long>> senderFigures;
    private final Notifier notifier;
    private final Bounds bounds;
    private final Subscribers subscribers;

    /**
     * Ways to others.
     *
     * @param subscribes empty if nothing can be subscribed to there
     * @param figures what they hold, by names as in {@link Measure}
     */
    public record Senders(
            NotifySender notifies, Optional<SubscribeSender> subscribes, Supplier<Map<String, Long>> figures) {

        /** Without figures. */
        public Senders(NotifySender notifies, Optional<SubscribeSender> subscribes) {
            this(notifies, subscribes, Map::of);
        }
    }

    /** Wires everything and reads back what was stored; serves when it returns. */
    public Presence(Settings settings, Storage stores, Senders senders, Clock clock) {
        this.stores = stores;
        this.store = stores.presentities();
        this.settings = settings;
        this.senderFigures = senders.figures();
        StorageSettings storage = settings.storage();
        RegistrationSettings registration = settings.registration();
        Offered offered = new Offered(settings);
        EventPackages packages = offered.packages();

        lanes = new Lanes(settings.engine().lanes());
        journal = new Journal<>(store::write, storage.useDb() ? storage.journalLinger() : Duration.ZERO);
        PresentityMemory memory = new PresentityMemory(
                store, new Limits(storage.cacheSize(), storage.useDb(), storage.useDb() && storage.fallbackToDb()));
        presentities = new Presentities(clock, lanes, journal, memory);
        presentities.serveWhile(() -> !stores.ownership().isLost(), stores::isThere);

        subscribers = new Subscribers(stores.subscribers(), settings.digest());
        memory.knowSubscribers(aor -> subscribers.find(aor).isPresent());

        bounds = bounds(settings.bounds(), storage);
        Publications publications = new Publications(packages, settings.publication(), bounds);
        Subscriptions subscriptions = new Subscriptions(packages, settings.subscription(), bounds);
        Registrations registrations = new Registrations(registration);
        presentities.belongTo(aor -> registration.pdomains().of(aor.domain()));
        Compositions compositions = new Compositions(packages, VIEWS);
        authorizations = new Authorizations(settings, stores.attributes(), presentities, compositions);
        Rulings rulings = authorizations.rulings();
        Views views = new Views(packages, compositions, rulings, VIEWS);
        OfflineWatchers offlineWatchers = new OfflineWatchers(
                settings.watcherInfo().offline(),
                turn -> compositions.of(turn, EventName.PRESENCE).online());
        InternalSender inside = new InternalSender(new OwnerNotifySender(senders.notifies(), stores.ownership()));
        notifier = new Notifier(
                presentities, new Contents(views, offered.reporters(offlineWatchers)), inside, settings.notification());
        notifier.onLost((turn, lost) -> subscriptions.timeout(lost, turn.subscriptions(), turn.now()));
        presentities.onMoved((turn, moved) -> offered.moved(turn, moved, notifier));
        offlineWinfo = new OfflineWinfo(presentities, offlineWatchers, notifier);
        Reconsideration reconsideration =
                new Reconsideration(packages, subscriptions, rulings, new Reconsideration.Telling(views, notifier));
        ContactNews news =
                new ContactNews(notifier, registration.contactPriority().isPresent());
        presentities.onRegistrations((turn, changes) -> {
            news.accept(turn, changes);
            lookForAgents(turn);
        });
        presentities.onDocument((turn, change) -> {
            authorizations.documentChanged(turn, change.key(), notifier);
            Offered.documentChanged(turn, change, notifier);
        });

        upstreams = senders.subscribes()
                .filter(sender -> settings.upstream().isUsed())
                .map(sender -> new Upstreams(
                        settings,
                        new Upstreams.Means(sender, lanes, clock),
                        new Upstreams.Parts(
                                presentities, registrations, compositions, packages, notifier, authorizations)));

        if (settings.upstream().isUsed() && upstreams.isEmpty()) {
            LOG.warn("nothing is subscribed to at other servers: the container has no presence-hooks.jar");
        }

        sweeper = new Sweeper(presentities, publications, subscriptions, registrations, notifier, clock);
        sweeper.onSwept(memory::countOnlyWatched);
        takenApart = new TakenApart(
                presentities,
                store.publishedRows().filter(tables -> settings.maintenance().storeTuples()));
        administration = new LaneAdministration(
                presentities,
                subscriptions,
                notifier,
                new LaneAdministration.Watching(packages, compositions, rulings, reconsideration),
                new LaneAdministration.Upkeep(sweeper, takenApart, this::measures));
        Subscribing subscribing = new Subscribing(presentities, subscriptions, rulings, notifier);
        subscribing.onFirst(offlineWatchers::subscribed);
        doors = Doors.open(
                settings,
                new Publishing(presentities, publications, notifier),
                subscribing,
                new Doors.Parts(
                        presentities,
                        registrations,
                        packages,
                        notifier,
                        authorizations.messages(presentities),
                        inside));
        xcapParts = new XcapServer.Parts(presentities, checks(packages), clock);

        acknowledgements = new Acknowledgements(presentities, journal, notifier::outstanding);
        resume(clock, notifier);
        sweeper.start(settings.maintenance(), settings.watcherInfo().offline());
        takenApart.start(settings.maintenance());
    }

    private void resume(Clock clock, Notifier notifier) {
        Cleaned cleaned = store.clean(clock.instant());
        Lagging lagging = presentities.start(this::expire, turn -> {
            authorizations.reread(turn);
            sweeper.reread(turn);
        });
        authorizations.resume(presentities);
        upstreams.ifPresent(Upstreams::resume);
        if (settings.storage().useDb()) {
            new CatchUp(presentities, notifier).tell(lagging, () -> acknowledgements.start(lagging));
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

    private void lookForAgents(Turn turn) {
        upstreams.ifPresent(each -> each.lookForAgents(turn));
    }

    private void expire(Turn turn) {
        sweeper.expire(turn);
        upstreams.ifPresent(each -> each.look(turn));
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

    private List<Measure> measures() {
        List<Measure> all = new ArrayList<>(authorizations.measures());
        all.add(Measure.gauge(
                "acknowledgements_behind",
                "1 while a watcher has not acknowledged everything, or that is not stored yet.",
                settings.storage().useDb() && acknowledgements.isBehind() ? 1 : 0));
        all.addAll(stores.measures());
        upstreams.map(Upstreams::measures).ifPresent(all::addAll);
        for (NotifyFailures.Count each : notifier.failures().counts()) {
            all.add(Measure.counter(
                    "notify_failures_total",
                    "NOTIFYs that failed, by reason and by what became of the subscription.",
                    Map.of("reason", each.reason(), "outcome", each.outcome()),
                    (double) each.value()));
        }
        for (Bound each : Bound.values()) {
            all.add(Measure.counter(
                    "requests_over_bound_total",
                    "Requests refused because there is as much as there may be, by the setting that bounds it.",
                    Map.of("bound", each.key()),
                    (double) bounds.refused(each)));
        }
        all.addAll(SipMeasures.of(senderFigures.get()));
        return all;
    }

    private static Usages.Checks checks(EventPackages packages) {
        DocumentCheck presence = document -> {
            try {
                packages.get(EventName.PRESENCE).check(Body.of(MediaType.PIDF, document));
                return Optional.empty();
            } catch (MalformedBodyException e) {
                return Optional.of(e.getMessage());
            }
        };
        return new Usages.Checks(
                DocumentCheck.readBy(RulesReader::read), DocumentCheck.readBy(ImRules::read), presence);
    }

    /** The built-in XCAP server for those whom {@code callers} knows. */
    public XcapServer xcapServer(Callers callers) {
        return new XcapServer(xcapParts, settings, callers);
    }

    /** What is refused because there is as much as there may be. */
    Bounds bounds() {
        return bounds;
    }

    /** The SIP users of this server. */
    Subscribers subscribers() {
        return subscribers;
    }

    /** What is subscribed to at other servers, if anything is. */
    public Optional<Upstream> upstream() {
        return upstreams.map(Upstreams::upstream);
    }

    public SipServices sipServices() {
        return doors.sip();
    }

    /** Decides about messages. */
    public MessageAuthorization messages() {
        return doors.messages();
    }

    /** For what runs in the same process and watches without SIP. */
    public InternalSubscriptions internalSubscriptions() {
        return doors.internal();
    }

    /** For those who publish without SIP. */
    public PublishedStates states() {
        return doors.states();
    }

    /** Who is registered where. */
    public RegisteredContacts contacts() {
        return doors.contacts();
    }

    /** Watchers who come while somebody is offline. */
    public OfflineWinfo offlineWinfo() {
        return offlineWinfo;
    }

    public Administration administration() {
        return administration;
    }

    /** Finishes what was accepted, then closes the store. */
    @Override
    public void close() {
        sweeper.close();
        authorizations.close();
        upstreams.ifPresent(Upstreams::close);
        presentities.close();
        lanes.flush();
        acknowledgements.close();
        journal.close();
        lanes.flush(); // the last commits are told to the lanes
        takenApart.close();
        lanes.close();
        store.close();
    }
}
