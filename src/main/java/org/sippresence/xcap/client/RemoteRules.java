package org.sippresence.xcap.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sippresence.attributes.UserAttributes;
import org.sippresence.authorization.ImRulesSource;
import org.sippresence.authorization.RuleSet;
import org.sippresence.authorization.RulesSource;
import org.sippresence.model.Aor;
import org.sippresence.settings.XcapSettings;
import org.sippresence.xcap.client.ParsedRules.Parsed;
import org.sippresence.xcap.client.PresentityRules.Sources;
import org.sippresence.xcap.client.RemoteDocument.Known;
import org.sippresence.xcap.client.RemoteDocument.Server;

/**
 * Rules from a remote XCAP server. The last known rules stay in force whatever the server responds, except for a 404, which
 * means that there is no document. Rules of watched presentities stay cached and are requested again once per refresh period.
 * For other presentities a bounded number is cached and requested again at the next subscription.
 *
 * <p>Nothing is persisted: after a restart all rules are unknown. Listeners are called on threads of this class.
 */
public final class RemoteRules implements RulesSource, AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(100);

    private final ClientThreads workers = new ClientThreads();
    private final ParsedRules parsed = new ParsedRules();
    private final List<Consumer<Aor>> listeners = new CopyOnWriteArrayList<>();
    private final Cache<URI, RemoteDocument<Parsed>> documents =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<Aor, PresentityRules> unwatched;
    private final RemoteLists lists;
    private final RemoteImRules imRules;
    private final RulesRefresher refresher;
    private final DocumentNames names;
    private final Duration timeout;
    private final Server server;
    private final Clock clock;

    /**
     * Creates the client; it sends no periodic requests before {@link #start}.
     *
     * @param settings the settings with the XCAP root
     * @param cached maximum number of presentities without watchers whose rules are cached
     */
    public RemoteRules(XcapSettings settings, UserAttributes attributes, int cached, Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.timeout = settings.limits().timeout();
        this.names = new DocumentNames(settings.root().orElseThrow(), settings.documents(), attributes);
        this.unwatched = Caffeine.newBuilder().maximumSize(cached).build();
        this.refresher = new RulesRefresher(settings.limits(), clock);
        this.server = new Server(
                new XcapRequests(settings, workers),
                new RequestThrottle(clock, settings.limits().requestsPerSecond()),
                new ResponseCounters(),
                new FailureLog(),
                clock);
        this.lists = new RemoteLists(names, server, workers);
        this.imRules = new RemoteImRules(names, lists, server, workers.work(), timeout, cached);
    }

    /** Returns the message rules of the same server; they share the limits and counters of this client. */
    public ImRulesSource imRules() {
        return imRules;
    }

    /** Starts the periodic refresh of the rules of watched presentities. */
    public void start() {
        workers.every(TICK, this::tick);
    }

    void tick() {
        server.throttle().startRequests();
        refresher.advance(rules -> {
            CompletableFuture<Void> unused = request(rules, RequestPriority.ROUTINE);
        });
    }

    @Override
    public RuleSet current(Aor presentity) {
        return refresher
                .find(presentity)
                .or(() -> Optional.ofNullable(unwatched.getIfPresent(presentity)))
                .map(PresentityRules::rules)
                .orElse(RuleSet.NONE);
    }

    @Override
    public boolean isKnown(Aor presentity) {
        return refresher
                .find(presentity)
                .or(() -> Optional.ofNullable(unwatched.getIfPresent(presentity)))
                .filter(PresentityRules::isKnown)
                .isPresent();
    }

    @Override
    public CompletableFuture<Void> prepare(Aor presentity) {
        Optional<PresentityRules> watched = refresher.find(presentity).filter(PresentityRules::isKnown);
        PresentityRules rules = watched.orElseGet(() -> rules(presentity));
        boolean isRecent =
                rules.isKnown() && !rules.updated().plus(RemoteDocument.RECENT).isBefore(clock.instant());
        return watched.isPresent() || isRecent
                ? CompletableFuture.completedFuture(null)
                : withTimeout(request(rules, RequestPriority.AWAITED));
    }

    @Override
    public CompletableFuture<Void> refresh(Aor presentity) {
        return withTimeout(request(rules(presentity), RequestPriority.AWAITED));
    }

    private CompletableFuture<Void> withTimeout(CompletableFuture<Void> response) {
        return response.copy().completeOnTimeout(null, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void watch(Aor presentity) {
        PresentityRules rules = rules(presentity);
        if (refresher.add(rules) && !rules.isKnown()) {
            CompletableFuture<Void> unused = request(rules, RequestPriority.ROUTINE);
        }
    }

    @Override
    public void unwatch(Aor presentity) {
        refresher.remove(presentity).ifPresent(rules -> unwatched.put(presentity, rules));
    }

    @Override
    public void onChange(Consumer<Aor> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Returns the paths of a presentity's documents below the root, percent-encoded; completes exceptionally if the lookup
     * fails.
     */
    public CompletableFuture<List<String>> selectors(Aor presentity) {
        return CompletableFuture.supplyAsync(
                () -> names.of(presentity).stream().map(names::selector).toList(), workers.work());
    }

    private PresentityRules rules(Aor presentity) {
        return refresher.find(presentity).orElseGet(() -> unwatched.get(presentity, PresentityRules::new));
    }

    private CompletableFuture<Void> request(PresentityRules rules, RequestPriority priority) {
        return rules.request(
                priority,
                () -> CompletableFuture.completedFuture(rules.presentity())
                        .thenApplyAsync(names::of, workers.work())
                        .thenCompose(found -> requestDocuments(found, priority))
                        .thenCompose(documents -> requestLists(rules.presentity(), documents, priority))
                        .handle((sources, failure) -> {
                            if (failure == null) {
                                update(rules, sources);
                            } else {
                                server.nameLookupFailed(rules.presentity(), failure);
                                refresher.failed(rules);
                            }
                            return null;
                        }));
    }

    private CompletableFuture<List<RemoteDocument<Parsed>>> requestDocuments(
            List<URI> found, RequestPriority priority) {
        List<RemoteDocument<Parsed>> requested = found.stream()
                .map(uri -> documents.get(uri, absent -> new RemoteDocument<>(uri, server, parsed::read)))
                .toList();
        CompletableFuture<?>[] responses =
                requested.stream().map(each -> each.request(priority)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(responses).thenApply(all -> requested);
    }

    private CompletableFuture<Sources> requestLists(
            Aor presentity, List<RemoteDocument<Parsed>> documents, RequestPriority priority) {
        Set<String> uris = documents.stream()
                .flatMap(each -> each.known().flatMap(Known::content).stream())
                .flatMap(each -> each.document().externalLists().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return lists.request(presentity, uris, priority).thenApply(found -> new Sources(documents, found));
    }

    private void update(PresentityRules rules, Sources sources) {
        boolean changed = rules.update(sources, parsed, clock.instant());
        refresher.failed(rules);
        if (changed) {
            listeners.forEach(each -> each.accept(rules.presentity()));
        }
    }

    /** Returns the counters and gauges of the client. */
    public XcapClientMetrics metrics() {
        return new XcapClientMetrics(
                server.counters().counts(),
                server.throttle().waiting(),
                server.throttle().running(),
                refresher.size());
    }

    /** Stops all requests; drops pending ones. */
    @Override
    public void close() {
        workers.close();
    }
}
