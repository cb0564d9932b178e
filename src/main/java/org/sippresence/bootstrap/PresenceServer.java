package org.sippresence.bootstrap;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.sippresence.account.Accounts;
import org.sippresence.audit.AuthenticationGuard;
import org.sippresence.authentication.DigestAuthentication;
import org.sippresence.clientsubscription.ClientSubscriptions;
import org.sippresence.clientsubscription.SubscribeSender;
import org.sippresence.eventpackage.MalformedBodyException;
import org.sippresence.eventpackage.ParsedBody;
import org.sippresence.internal.InternalSubscriptions;
import org.sippresence.maintenance.Metric;
import org.sippresence.maintenance.PublishedStates;
import org.sippresence.model.Body;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.notification.NotifySender;
import org.sippresence.notification.RestartNotifier;
import org.sippresence.presentity.Acknowledgements;
import org.sippresence.presentity.Countable;
import org.sippresence.presentity.LaggingWatchers;
import org.sippresence.presentity.PresentityListeners;
import org.sippresence.presentity.PresentityStore.Cleaned;
import org.sippresence.presentity.PresentityStore.Counts;
import org.sippresence.rest.RestServices;
import org.sippresence.settings.BoundsSettings;
import org.sippresence.settings.DigestSettings;
import org.sippresence.settings.Settings;
import org.sippresence.settings.StorageSettings;
import org.sippresence.sip.SipServices;
import org.sippresence.xcap.DocumentCheck;
import org.sippresence.xcap.XcapAuthenticator;
import org.sippresence.xcap.XcapServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole server without its transports, built from settings, a storage and senders. Each subject has a wiring class; the
 * constructor connects them in the order in which they depend on each other.
 */
public final class PresenceServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceServer.class);

    private final Settings settings;
    private final Storage storage;
    private final Senders senders;
    private final Clock clock;
    private final AuthenticationGuard guard;
    private final Accounts accounts;
    private final DigestAuthentication httpDigest;
    private final Bounds bounds;
    private final PresentityWiring state;
    private final DecisionWiring decisions;
    private final AuthorizationWiring authorization;
    private final NotificationWiring notification;
    private final Optional<ClientSubscriptionWiring> clientSubscriptions;
    private final MaintenanceWiring maintenance;
    private final EntryPoints entryPoints;
    private final Acknowledgements acknowledgements;

    /**
     * The senders to other servers and clients.
     *
     * @param subscribes empty if client subscriptions are not possible
     * @param metrics current numbers of the senders, by names as in {@link Metric}
     */
    public record Senders(
            NotifySender notifies, Optional<SubscribeSender> subscribes, Supplier<Map<String, Long>> metrics) {}

    /** Wires everything and reads the stored state; the server is ready when it returns. */
    public PresenceServer(Settings settings, Storage storage, Senders senders, Clock clock) {
        this.settings = settings;
        this.storage = storage;
        this.senders = senders;
        this.clock = clock;
        guard = AuthenticationGuard.of(settings, clock);
        accounts = new Accounts(storage.accounts(), settings.digest(), settings.accounts());
        httpDigest = new DigestAuthentication(accounts, accounts.digest(), clock);
        bounds = bounds(settings.bounds(), settings.storage());
        state = new PresentityWiring(storage, settings.storage(), settings.lanes(), clock);
        decisions = new DecisionWiring(
                EventPackageCatalogue.of(settings),
                settings.publication(),
                settings.subscription(),
                settings.registration(),
                bounds);
        authorization =
                new AuthorizationWiring(settings, storage.attributes(), state.presentities, decisions.compositions);
        notification = new NotificationWiring(
                state.presentities,
                decisions,
                authorization.cache,
                new OwnerNotifySender(senders.notifies(), storage.ownership()),
                settings.notification(),
                settings.watcherInfo().offline());
        clientSubscriptions = subscribeToOthers();
        maintenance =
                new MaintenanceWiring(state, decisions, notification, this::metrics, settings.maintenance(), clock);
        entryPoints = new EntryPoints(
                state,
                decisions,
                notification,
                authorization.messages(state.presentities),
                settings.sipDigest().map(this::digest),
                settings);
        acknowledgements = new Acknowledgements(state.presentities, state.journal, notification.notifier::outstanding);
        listen();
        resume();
    }

    private static Bounds bounds(BoundsSettings settings, StorageSettings storage) {
        return new Bounds(Map.of(
                Bound.PUBLICATIONS,
                settings.publications(),
                Bound.SUBSCRIPTIONS,
                settings.subscriptions(),
                Bound.SUBSCRIPTIONS_PER_WATCHER,
                settings.subscriptionsPerWatcher(),
                Bound.PRESENTITIES,
                storage.useDb() ? settings.presentities() : settings.presentitiesWithin(storage.cacheSize() / 2),
                Bound.TOTAL_PUBLICATIONS,
                settings.totals().publications().map(PresenceServer::unlimitedIfZero),
                Bound.TOTAL_SUBSCRIPTIONS,
                settings.totals().subscriptions().map(PresenceServer::unlimitedIfZero),
                Bound.REQUESTS_PER_DOMAIN,
                settings.requestsPerDomain()));
    }

    private static int unlimitedIfZero(int limit) {
        return limit == 0 ? Integer.MAX_VALUE : limit;
    }

    private SipServices.Digest digest(DigestSettings offered) {
        DigestSettings possible = offered.limitedTo(Set.copyOf(accounts.digest().algorithms()));
        return new SipServices.Digest(new DigestAuthentication(accounts, possible, clock), guard);
    }

    private Optional<ClientSubscriptionWiring> subscribeToOthers() {
        if (!settings.clientSubscriptions().isUsed()) {
            return Optional.empty();
        }
        if (senders.subscribes().isEmpty()) {
            LOG.warn("no client subscriptions to other servers: the container has no presence-hooks.jar");
        }
        return senders.subscribes()
                .map(sender -> new ClientSubscriptionWiring(
                        sender,
                        state,
                        decisions,
                        notification.notifier,
                        authorization.remoteRules,
                        settings.clientSubscriptions(),
                        clock));
    }

    /** Connects what is notified of committed changes. */
    private void listen() {
        state.memory.recognizeAccounts(aor -> accounts.find(aor).isPresent());
        BoundsSettings limits = settings.bounds();
        state.memory.count(Countable.ONLY_WATCHED, limits.presentities());
        state.memory.count(Countable.PUBLICATIONS, limits.totals().publications());
        state.memory.count(Countable.SUBSCRIPTIONS, limits.totals().subscriptions());
        state.memory.assignTenants(aor -> settings.registration().pdomains().of(aor.domain()));
        PresentityListeners listeners = state.presentities.listeners();
        listeners.onExpiry(transaction -> {
            maintenance.sweeper.expire(transaction);
            clientSubscriptions.ifPresent(each -> each.updateSubscriptions(transaction));
        });
        listeners.onReload(authorization::reread);
        listeners.onReload(maintenance.sweeper::reread);
        boolean contactsArePresence = settings.registration().contactPriority().isPresent();
        listeners.onRegistrations((transaction, changes) -> {
            notification.notifyOfContacts(transaction, changes, contactsArePresence);
            clientSubscriptions.ifPresent(each -> each.updateAgents(transaction));
        });
        listeners.onDocument((transaction, change) -> {
            authorization.reauthorizeIfChanged(transaction, change.key());
            notification.notifyOfDocument(transaction, change);
        });
    }

    private void resume() {
        Cleaned cleaned = storage.presentities().clean(clock.instant());
        LaggingWatchers lagging = state.presentities.start();
        authorization.resume(state.presentities);
        clientSubscriptions.ifPresent(ClientSubscriptionWiring::resume);
        if (settings.storage().useDb()) {
            new RestartNotifier(state.presentities, notification.notifier)
                    .notifyLagging(lagging, () -> acknowledgements.start(lagging));
        }
        Counts counts = storage.presentities().count();
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
        maintenance.sweeper.start(settings.maintenance(), settings.watcherInfo().offline());
        maintenance.reportTables.start(settings.maintenance());
    }

    private List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(authorization.metrics());
        all.add(Metric.gauge(
                "acknowledgements_behind",
                "1 while a watcher has not acknowledged everything, or that is not stored yet.",
                settings.storage().useDb() && acknowledgements.isBehind() ? 1 : 0));
        all.addAll(storage.metrics());
        all.addAll(AccountMetrics.of(accounts.counts()));
        clientSubscriptions.map(ClientSubscriptionWiring::metrics).ifPresent(all::addAll);
        for (Bound each : Bound.values()) {
            all.add(refused(Map.of("bound", each.key()), bounds.refusedByStandard(each)));
            bounds.refusedByDomain(each)
                    .forEach((domain, refused) ->
                            all.add(refused(Map.of("bound", each.key(), "domain", domain), refused)));
        }
        all.addAll(AuthenticationMetrics.of(guard.audit()));
        all.add(Metric.gauge(
                "digest_nonces",
                "Digest nonces in use: users have authenticated with them, and they have not expired.",
                (double) storedNonces()));
        all.addAll(SipMetrics.of(senders.metrics().get()));
        return all;
    }

    private static Metric refused(Map<String, String> labels, long count) {
        return Metric.counter(
                "requests_over_bound_total",
                "Requests refused by a bound, by its setting; with a domain if that has a setting of its own.",
                labels,
                (double) count);
    }

    private long storedNonces() {
        return httpDigest.storedNonces()
                + entryPoints
                        .sip
                        .digest()
                        .map(each -> each.authentication().storedNonces())
                        .orElse(0L);
    }

    /** The built-in XCAP server for the clients that {@code callers} authenticates. */
    public XcapServer xcapServer(XcapAuthenticator callers) {
        DocumentCheck presence = document -> {
            try {
                ParsedBody unused = decisions.packages.get(EventName.PRESENCE).check(Body.of(MediaType.PIDF, document));
                return Optional.empty();
            } catch (MalformedBodyException e) {
                return Optional.of(e.getMessage());
            }
        };
        return new XcapServer(new XcapServer.Components(state.presentities, presence, guard, clock), settings, callers);
    }

    /** The bounds at which requests are rejected. */
    Bounds bounds() {
        return bounds;
    }

    /** The client subscriptions, if any are configured. */
    Optional<ClientSubscriptions> clientSubscriptions() {
        return clientSubscriptions.map(each -> each.subscriptions);
    }

    /** Authenticates users over HTTP. */
    DigestAuthentication httpDigest() {
        return httpDigest;
    }

    /** Limits and records failed authentications at all entry points. */
    public AuthenticationGuard guard() {
        return guard;
    }

    public SipServices sipServices() {
        return entryPoints.sip;
    }

    /** The services that the administration API calls. */
    public RestServices restServices() {
        return new RestServices(
                maintenance.administration,
                entryPoints.contacts,
                entryPoints.publishedStates,
                entryPoints.offlineWinfo,
                entryPoints.messages,
                accounts,
                storage.attributes());
    }

    /** Subscriptions of in-process watchers without SIP. */
    public InternalSubscriptions internalSubscriptions() {
        return entryPoints.internalSubscriptions;
    }

    /** Publications without SIP. */
    public PublishedStates publishedStates() {
        return entryPoints.publishedStates;
    }

    /** Completes the accepted requests, then closes the store. */
    @Override
    public void close() {
        maintenance.sweeper.close();
        authorization.close();
        clientSubscriptions.ifPresent(ClientSubscriptionWiring::close);
        state.presentities.close();
        state.lanes.flush();
        acknowledgements.close();
        state.journal.close();
        state.lanes.flush(); // the last commits are passed to the lanes
        maintenance.reportTables.close();
        state.lanes.close();
        accounts.close();
        storage.presentities().close();
        guard.audit().close();
    }
}
