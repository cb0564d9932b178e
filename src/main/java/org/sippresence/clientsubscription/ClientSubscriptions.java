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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.sippresence.clientsubscription.ClientSubscription.Phase;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.model.DialogId;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.settings.ClientSubscriptionSettings;

/**
 * The subscriptions of this server at other servers. Each one is refreshed, recreated after its end, and retried with increasing
 * delays after failures. Nothing is stored: after a restart all subscriptions are created anew, and the old dialogs end with a
 * 481 to their next NOTIFY. Thread-safe.
 */
public final class ClientSubscriptions {

    static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    static final Duration LONGEST_RETRY = Duration.ofMinutes(30);

    private final SubscribeSender sender;
    private final WorkScheduler schedule;
    private final ClientSubscriptionSettings.Limits limits;
    private final Clock clock;
    private final DoubleSupplier random;
    private final BackOff backOff;
    private final SubscribeRateLimiter starts;
    private final ClientSubscriptionCounters tally = new ClientSubscriptionCounters();
    private final RandomIdentifiers tags = new RandomIdentifiers("");
    private final Set<ClientSubscription> all = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<OurEnd, ClientSubscription> dialogs = new ConcurrentHashMap<>();

    /** Identifies a dialog whose remote tag may be unknown. */
    private record OurEnd(String callId, String tag) {

        static OurEnd of(DialogId id) {
            return new OurEnd(id.callId(), id.localTag());
        }
    }

    /** Creates the set without subscriptions. */
    public ClientSubscriptions(
            SubscribeSender sender, WorkScheduler schedule, ClientSubscriptionSettings.Limits limits, Clock clock) {
        this(
                sender,
                schedule,
                limits,
                new Chance(clock, () -> ThreadLocalRandom.current().nextDouble()));
    }

    /** The sources of time and randomness, which tests replace. */
    record Chance(Clock clock, DoubleSupplier random) {}

    ClientSubscriptions(
            SubscribeSender sender, WorkScheduler schedule, ClientSubscriptionSettings.Limits limits, Chance chance) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.limits = Objects.requireNonNull(limits, "limits");
        this.clock = chance.clock();
        this.random = chance.random();
        this.backOff = new BackOff(FIRST_RETRY, LONGEST_RETRY, random);
        this.starts = new SubscribeRateLimiter(schedule, limits.perSecond());
    }

    /**
     * Adds a subscription. Its SUBSCRIBE may be delayed by the rate limiter.
     *
     * @return empty if the bound is reached, or if the SUBSCRIBE would be sent to this server
     */
    public Optional<ClientSubscription> hold(SubscriptionTarget target, NotifyListener listener) {
        if (sender.isOurselves(target.where().nextHop())) {
            tally.refusedToLoop();
            return Optional.empty();
        }
        if (all.size() >= limits.most()) {
            tally.refusedAsTooMany();
            return Optional.empty();
        }
        ClientSubscription held = new ClientSubscription(this, target, listener);
        all.add(held);
        starts.add(() -> schedule.inLane(target.whom(), held::begin));
        return Optional.of(held);
    }

    /**
     * Processes a NOTIFY; {@code answer} is called exactly once, on any thread, at once or later.
     *
     * @param answer gets an empty value for a 200
     */
    public void received(IncomingNotify notify, Consumer<Optional<Rejection>> answer) {
        ClientSubscription held = dialogs.get(OurEnd.of(notify.dialog()));
        if (held == null) {
            tally.notified(481);
            answer.accept(Optional.of(Rejection.of(481, "Subscription does not exist")));
        } else if (schedule.isFull(held.wanted().whom())) {
            tally.notified(503);
            answer.accept(Optional.of(Rejection.of(503, "Service Unavailable", "Retry-After", "5")));
        } else {
            schedule.inLane(held.wanted().whom(), () -> held.received(notify, answer));
        }
    }

    /** Whether this server has sent the SUBSCRIBE with this Call-ID and From tag, which has looped back then. */
    public boolean isOurs(String callId, String fromTag) {
        return dialogs.containsKey(new OurEnd(callId, fromTag));
    }

    /** Current numbers and counts. */
    public ClientSubscriptionMetrics figures() {
        Map<Phase, Long> phases = new EnumMap<>(Phase.class);
        all.forEach(each -> phases.merge(each.phase(), 1L, Long::sum));
        return new ClientSubscriptionMetrics(
                phases.getOrDefault(Phase.HELD, 0L),
                phases.getOrDefault(Phase.TRYING, 0L),
                phases.getOrDefault(Phase.WAITING, 0L),
                tally.counts());
    }

    void send(OutgoingSubscribe subscribe, Consumer<Answer> answer) {
        sender.send(subscribe, answer);
    }

    DialogId newDialog() {
        return new DialogId(tags.next(), tags.next(), "");
    }

    void index(DialogId id, ClientSubscription held) {
        dialogs.put(OurEnd.of(id), held);
    }

    void unindex(DialogId id, ClientSubscription held) {
        dialogs.remove(OurEnd.of(id), held);
    }

    void forget(ClientSubscription held) {
        all.remove(held);
    }

    WorkScheduler schedule() {
        return schedule;
    }

    SubscribeRateLimiter starts() {
        return starts;
    }

    ClientSubscriptionCounters tally() {
        return tally;
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
