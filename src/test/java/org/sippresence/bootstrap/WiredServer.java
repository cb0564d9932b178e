package org.sippresence.bootstrap;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sippresence.access.MemoryAccessTokenStore;
import org.sippresence.account.Accounts;
import org.sippresence.account.MemoryAccountStore;
import org.sippresence.attributes.MemoryUserAttributes;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.ExternalLists;
import org.sippresence.engine.Journal;
import org.sippresence.engine.Lanes;
import org.sippresence.engine.Ownership;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.internal.InternalSender;
import org.sippresence.maintenance.Administration;
import org.sippresence.maintenance.Sweeper;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.PerDomain;
import org.sippresence.notification.AuthorizationCache;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.Reporter;
import org.sippresence.notification.RulesProvider;
import org.sippresence.offline.OfflineWinfo;
import org.sippresence.presentity.Countable;
import org.sippresence.presentity.InMemoryPresentityStore;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityMemory.Limits;
import org.sippresence.presentity.PresentityStore;
import org.sippresence.presentity.Write;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.Registrations;
import org.sippresence.rest.RestServices;
import org.sippresence.service.MessageService;
import org.sippresence.service.PublishService;
import org.sippresence.service.SubscribeService;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.settings.WatcherInfoSettings;
import org.sippresence.testkit.Fixtures;
import org.sippresence.testkit.MutableClock;
import org.sippresence.testkit.RecordingNotifySender;
import org.sippresence.testkit.TextPackage;

/**
 * The parts of {@link PresenceServer}, connected by its wiring classes, for tests of other packages. A test chooses the store, the
 * sender, the clock, the event packages and the authorization; no periodic task runs.
 */
public class WiredServer {

    private static final Settings DEFAULTS = Settings.of(Map.of());

    /** Number of accounts, and of users with attributes, for which there is room. */
    private static final int USERS = 2;

    public final PresentityStore store;
    public final Lanes lanes;
    public final Journal<Write> journal;
    public final Presentities presentities;
    public final EventPackages packages;
    public final Registrations registrations;
    public final AuthorizationCache authorizationCache;
    public final InternalSender internalSender;
    public final Notifier notifier;
    public final PublishService publishing;
    public final SubscribeService subscribing;
    public final OfflineWinfo offlineWinfo;
    public final Administration administration;
    public final RestServices restServices;
    protected final Sweeper sweeper;

    /** What a test chooses. */
    public static class Choices {

        protected PresentityStore store = new InMemoryPresentityStore();
        protected NotifySender sender = new RecordingNotifySender();
        protected Clock clock = new MutableClock(Fixtures.NOON);
        protected Limits limits = new Limits(10_000, true, false);
        protected NotificationSettings notification = DEFAULTS.notification();
        protected Authorizer authorizer = Authorizer.always(Authorization.ALLOW);
        protected Optional<RulesProvider> rules = Optional.empty();
        protected List<EventPackage> packages = List.of(TextPackage.presence());
        protected Map<EventName, Reporter> reporters = Map.of();
        protected SubscriptionSettings subscription = DEFAULTS.subscription();
        protected WatcherInfoSettings winfo = new WatcherInfoSettings(
                false, true, Duration.ZERO, DEFAULTS.watcherInfo().offline());
        protected Duration linger = Duration.ZERO;
        protected int lanes = 2;
        protected Set<String> countedApart = Set.of();

        private StorageSettings storageSettings() {
            return new StorageSettings(
                    limits.evicts(),
                    "",
                    "",
                    "",
                    StorageSettings.Tables.defaults(),
                    limits.readThrough(),
                    limits.size(),
                    linger);
        }

        private AuthorizationCache authorizationCache(CompositionCache compositions) {
            return rules.map(provider -> AuthorizationCache.byRules(
                            provider,
                            transaction -> compositions
                                    .of(transaction, EventName.PRESENCE)
                                    .sphere(),
                            Authorization.BLOCK,
                            100))
                    .orElseGet(() -> AuthorizationCache.always(authorizer));
        }
    }

    protected WiredServer(Choices choices) {
        Settings settings = Settings.of(Map.of());
        store = choices.store;
        Storage storage = new Storage(
                store,
                new MemoryAccountStore(USERS),
                new MemoryUserAttributes(USERS),
                new MemoryAccessTokenStore(),
                Ownership.CERTAIN,
                Optional.empty());
        PresentityWiring state = new PresentityWiring(storage, choices.storageSettings(), choices.lanes, choices.clock);
        PerDomain<Integer> counted = new PerDomain<>(
                1, choices.countedApart.stream().collect(Collectors.toMap(domain -> domain, domain -> 1)));
        for (Countable each : Countable.values()) {
            state.memory.count(each, counted);
        }
        lanes = state.lanes;
        journal = state.journal;
        presentities = state.presentities;
        DecisionWiring decisions = new DecisionWiring(
                new EventPackageCatalogue(choices.packages, choices.reporters, choices.winfo),
                DEFAULTS.publication(),
                choices.subscription,
                DEFAULTS.registration(),
                new Bounds(Map.of()));
        packages = decisions.packages;
        registrations = decisions.registrations;
        authorizationCache = choices.authorizationCache(decisions.compositions);
        NotificationWiring notification = new NotificationWiring(
                presentities,
                decisions,
                authorizationCache,
                choices.sender,
                choices.notification,
                choices.winfo.offline());
        internalSender = notification.sender;
        notifier = notification.notifier;
        MaintenanceWiring maintenance =
                new MaintenanceWiring(state, decisions, notification, List::of, settings.maintenance(), choices.clock);
        sweeper = maintenance.sweeper;
        administration = maintenance.administration;
        EntryPoints entryPoints = new EntryPoints(
                state,
                decisions,
                notification,
                new MessageService(
                        presentities,
                        transaction -> Optional.empty(),
                        transaction -> ExternalLists.NONE,
                        Optional.empty()),
                Optional.empty(),
                settings);
        publishing = entryPoints.publishing;
        subscribing = entryPoints.subscribing;
        offlineWinfo = entryPoints.offlineWinfo;
        restServices = new RestServices(
                administration,
                entryPoints.contacts,
                entryPoints.publishedStates,
                offlineWinfo,
                entryPoints.messages,
                new Accounts(storage.accounts(), settings.digest()),
                storage.attributes());
        presentities.listeners().onRegistrations((transaction, changes) -> {
            if (changes.stream().anyMatch(RegistrationChange::isVisible)) {
                int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
            }
        });
        presentities.listeners().onExpiry(sweeper::expire);
        presentities.listeners().onReload(sweeper::reread);
        LaggingWatchers unused = presentities.start();
    }
}
