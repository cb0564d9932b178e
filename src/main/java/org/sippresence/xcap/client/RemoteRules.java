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
import org.sippresence.xcap.client.DocumentResponse.Failed;
import org.sippresence.xcap.client.ParsedRules.Parsed;
import org.sippresence.xcap.client.PresentityRules.Answered;
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
    static final Duration JUST_NOW = Duration.ofSeconds(1);

    private final ClientThreads workers = new ClientThreads();
    private final ParsedRules parsed = new ParsedRules();
    private final List<Consumer<Aor>> listeners = new CopyOnWriteArrayList<>();
    private final Cache<URI, RemoteDocument<Parsed>> documents =
            Caffeine.newBuilder().weakValues().build();
    private final Cache<Aor, PresentityRules> remembered;
    private final RemoteLists lists;
    private final RemoteImRules messages;
    private final RulesRefresher upkeep;
    private final DocumentNames names;
    private final Duration patience;
    private final Server server;
    private final Clock clock;

    /**
     * Creates the client; it sends no periodic requests before {@link #start}.
     *
     * @param settings the settings with the XCAP root
     * @param remembered number of presentities without watchers whose rules are cached
     */
    public RemoteRules(XcapSettings settings, UserAttributes attributes, int remembered, Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.patience = settings.limits().timeout();
        this.names = new DocumentNames(settings.root().orElseThrow(), settings.documents(), attributes);
        this.remembered = Caffeine.newBuilder().maximumSize(remembered).build();
        this.upkeep = new RulesRefresher(settings.limits(), clock);
        this.server = new Server(
                new XcapRequests(settings, workers),
                new RequestThrottle(clock, settings.limits().requestsPerSecond()),
                new ResponseCounters(),
                new FailureLog(clock),
                clock);
        this.lists = new RemoteLists(names, server, workers);
        this.messages =
                new RemoteImRules(names, lists, server, new RemoteImRules.Bounds(patience, remembered, workers.work()));
    }

    /** Returns the message rules of the same server; they share the limits and counters of this client. */
    public ImRulesSource forMessages() {
        return messages;
    }

    /** Starts the periodic refresh of the rules of watched presentities. */
    public void start() {
        workers.every(TICK, this::tick);
    }

    void tick() {
        server.throttle().pump();
        upkeep.advance(subject -> {
            CompletableFuture<Void> unused = ask(subject, RequestPriority.ROUTINE);
        });
    }

    @Override
    public RuleSet current(Aor presentity) {
        return upkeep.find(presentity)
                .or(() -> Optional.ofNullable(remembered.getIfPresent(presentity)))
                .map(PresentityRules::rules)
                .orElse(RuleSet.NONE);
    }

    @Override
    public boolean isKnown(Aor presentity) {
        return upkeep.find(presentity)
                .or(() -> Optional.ofNullable(remembered.getIfPresent(presentity)))
                .filter(PresentityRules::isKnown)
                .isPresent();
    }

    @Override
    public CompletableFuture<Void> prepare(Aor presentity) {
        Optional<PresentityRules> watched = upkeep.find(presentity).filter(PresentityRules::isKnown);
        PresentityRules subject = watched.orElseGet(() -> subject(presentity));
        boolean isRecent =
                subject.isKnown() && !subject.settled().plus(JUST_NOW).isBefore(clock.instant());
        return watched.isPresent() || isRecent
                ? CompletableFuture.completedFuture(null)
                : patiently(ask(subject, RequestPriority.AWAITED));
    }

    @Override
    public CompletableFuture<Void> refresh(Aor presentity) {
        return patiently(ask(subject(presentity), RequestPriority.AWAITED));
    }

    private CompletableFuture<Void> patiently(CompletableFuture<Void> answered) {
        return answered.copy().completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void watch(Aor presentity) {
        PresentityRules subject = subject(presentity);
        if (upkeep.add(subject) && !subject.isKnown()) {
            CompletableFuture<Void> unused = ask(subject, RequestPriority.ROUTINE);
        }
    }

    @Override
    public void unwatch(Aor presentity) {
        upkeep.remove(presentity).ifPresent(subject -> remembered.put(presentity, subject));
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

    private PresentityRules subject(Aor presentity) {
        return upkeep.find(presentity).orElseGet(() -> remembered.get(presentity, PresentityRules::new));
    }

    private CompletableFuture<Void> ask(PresentityRules subject, RequestPriority urgency) {
        return subject.asking(
                urgency,
                () -> CompletableFuture.completedFuture(subject.presentity())
                        .thenApplyAsync(names::of, workers.work())
                        .thenCompose(found -> answered(found, urgency))
                        .thenCompose(documents -> withLists(subject.presentity(), documents, urgency))
                        .handle((answered, failure) -> {
                            if (failure == null) {
                                settle(subject, answered);
                            } else {
                                unnamed(subject, failure);
                            }
                            return null;
                        }));
    }

    private CompletableFuture<List<RemoteDocument<Parsed>>> answered(List<RemoteName> found, RequestPriority urgency) {
        List<RemoteDocument<Parsed>> asked = found.stream()
                .map(name -> documents.get(name.uri(), absent -> new RemoteDocument<>(name, server, parsed::read)))
                .toList();
        CompletableFuture<?>[] answers =
                asked.stream().map(each -> each.ask(urgency)).toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> asked);
    }

    private CompletableFuture<Answered> withLists(
            Aor presentity, List<RemoteDocument<Parsed>> documents, RequestPriority urgency) {
        Set<String> named = documents.stream()
                .flatMap(each -> each.known().flatMap(Known::content).stream())
                .flatMap(each -> each.document().externalLists().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return lists.ask(presentity, named, urgency).thenApply(asked -> new Answered(documents, asked));
    }

    private void settle(PresentityRules subject, Answered answered) {
        boolean changed = subject.settle(answered, parsed, clock.instant());
        upkeep.failed(subject);
        if (changed) {
            listeners.forEach(each -> each.accept(subject.presentity()));
        }
    }

    private void unnamed(PresentityRules subject, Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Failed failed = new Failed(FetchFailure.UNNAMED, cause.getClass().getSimpleName());
        server.tally().count(failed);
        server.warnings().failed(subject.presentity(), failed);
        upkeep.failed(subject);
    }

    /** Returns the counters and gauges of the client. */
    public XcapClientMetrics figures() {
        return new XcapClientMetrics(
                server.tally().answers(),
                server.throttle().waiting(),
                server.throttle().running(),
                upkeep.size());
    }

    /** Stops all requests; drops pending ones. */
    @Override
    public void close() {
        workers.close();
    }
}
