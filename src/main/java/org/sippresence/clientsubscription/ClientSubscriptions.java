package org.sippresence.clientsubscription;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.sippresence.clientsubscription.ClientSubscription.Phase;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.model.DialogId;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.settings.ClientSubscriptionSettings.Limits;

/**
 * The subscriptions of this server at other servers. Each one is refreshed, recreated after its end, and retried with increasing
 * delays after failures. Nothing is stored: after a restart all subscriptions are created anew, and the old dialogs end with a
 * 481 to their next NOTIFY. Thread-safe.
 */
public final class ClientSubscriptions {

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration MAX_RETRY = Duration.ofMinutes(30);

    private final SubscribeSender sender;
    private final LaneScheduler scheduler;
    private final Limits limits;
    private final Clock clock;
    private final DoubleSupplier random;
    private final BackOff backOff;
    private final SubscribeRateLimiter subscribeLimiter;
    private final ClientSubscriptionCounters counters = new ClientSubscriptionCounters();
    private final RandomIdentifiers tags = new RandomIdentifiers("");
    private final Set<ClientSubscription> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<LocalEnd, ClientSubscription> dialogs = new ConcurrentHashMap<>();

    /** Identifies a dialog whose remote tag may be unknown. */
    private record LocalEnd(String callId, String tag) {

        static LocalEnd of(DialogId id) {
            return new LocalEnd(id.callId(), id.localTag());
        }
    }

    /**
     * Creates the set without subscriptions.
     *
     * @param random from 0 to 1, for the jitter of delays
     */
    public ClientSubscriptions(
            SubscribeSender sender, LaneScheduler scheduler, Limits limits, Clock clock, DoubleSupplier random) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = random;
        this.backOff = new BackOff(FIRST_RETRY, MAX_RETRY, random);
        this.subscribeLimiter = new SubscribeRateLimiter(scheduler, limits.perSecond());
    }

    /**
     * Adds a subscription. Its SUBSCRIBE may be delayed by the rate limiter.
     *
     * @return empty if the bound is reached, or if the SUBSCRIBE would be sent to this server
     */
    public Optional<ClientSubscription> subscribe(SubscriptionTarget target, NotifyListener listener) {
        if (sender.isOurselves(target.destination().nextHop())) {
            counters.countNotBegun("loop");
            return Optional.empty();
        }
        if (all.size() >= limits.maxSubscriptions()) {
            counters.countNotBegun("too_many");
            return Optional.empty();
        }
        ClientSubscription subscription = new ClientSubscription(this, target, listener);
        all.add(subscription);
        subscribeLimiter.add(() -> scheduler.inLane(target.presentity(), subscription::begin));
        return Optional.of(subscription);
    }

    /**
     * Processes a NOTIFY; {@code answer} is called exactly once, on any thread, at once or later.
     *
     * @param answer gets an empty value for a 200
     */
    public void onNotify(IncomingNotify notify, Consumer<Optional<Rejection>> answer) {
        ClientSubscription subscription = dialogs.get(LocalEnd.of(notify.dialog()));
        if (subscription == null) {
            counters.countNotify(481);
            answer.accept(Optional.of(Rejection.of(481, "Subscription does not exist")));
        } else if (scheduler.isFull(subscription.target().presentity())) {
            counters.countNotify(503);
            answer.accept(Optional.of(Rejection.of(503, "Service Unavailable", "Retry-After", "5")));
        } else {
            scheduler.inLane(subscription.target().presentity(), () -> subscription.onNotify(notify, answer));
        }
    }

    /** Whether this server has sent the SUBSCRIBE with this Call-ID and From tag, which has looped back then. */
    public boolean isOurs(String callId, String fromTag) {
        return dialogs.containsKey(new LocalEnd(callId, fromTag));
    }

    /** Current numbers and counts. */
    public ClientSubscriptionMetrics metrics() {
        Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        all.forEach(each -> phases.merge(each.phase(), 1L, Long::sum));
        return new ClientSubscriptionMetrics(
                phases.getOrDefault(Phase.ESTABLISHED, 0L),
                phases.getOrDefault(Phase.TRYING, 0L),
                phases.getOrDefault(Phase.WAITING, 0L),
                counters.counts());
    }

    void send(OutgoingSubscribe subscribe, Consumer<Answer> answer) {
        sender.send(subscribe, answer);
    }

    DialogId newDialog() {
        return new DialogId(tags.next(), tags.next(), "");
    }

    void index(DialogId id, ClientSubscription subscription) {
        dialogs.put(LocalEnd.of(id), subscription);
    }

    void unindex(DialogId id, ClientSubscription subscription) {
        dialogs.remove(LocalEnd.of(id), subscription);
    }

    void remove(ClientSubscription subscription) {
        all.remove(subscription);
    }

    LaneScheduler scheduler() {
        return scheduler;
    }

    SubscribeRateLimiter subscribeLimiter() {
        return subscribeLimiter;
    }

    ClientSubscriptionCounters counters() {
        return counters;
    }

    BackOff backOff() {
        return backOff;
    }

    Clock clock() {
        return clock;
    }

    double random() {
        return random.getAsDouble();
    }

    int expires() {
        return limits.expires();
    }

    int maxBody() {
        return limits.maxBody();
    }
}
