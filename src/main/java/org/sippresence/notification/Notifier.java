package org.sippresence.notification;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.NotifySender.Answer;
import org.sippresence.presentity.Acknowledgements.Outstanding;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.settings.NotificationSettings;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells watchers. A changed presentity marks the outboxes of its watchers; an outbox has one NOTIFY in flight, whose body is
 * the state at the moment of sending, so numbers and states never go backwards and a dead watcher holds up nobody. All
 * methods are called in the presentity's lane, after the commit of what they tell.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int RETRIES = 3;

    /** Between two attempts to read what a NOTIFY shows while the database is away. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private final Presentities presentities;
    private final NotifyBodies contents;
    private final NotifySender sender;
    private final NotificationSettings settings;
    private final ConcurrentMap<String, Outbox> outboxes = new ConcurrentHashMap<>();
    private final NotifyFailures failures = new NotifyFailures();
    private volatile BiConsumer<PresentityTransaction, Subscription> onLost =
            (transaction, subscription) -> transaction.subscriptions().remove(subscription);

    public Notifier(
            Presentities presentities, NotifyBodies contents, NotifySender sender, NotificationSettings settings) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.contents = Objects.requireNonNull(contents, "contents");
        this.sender = Objects.requireNonNull(sender, "sender");
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Names who ends a subscription whose watcher's answer, or silence, says that it is over. To be set before the first NOTIFY. */
    public void onLost(BiConsumer<PresentityTransaction, Subscription> listener) {
        this.onLost = listener;
    }

    /**
     * The state of the turn's presentity changed: everyone who may see it is told.
     *
     * @param except who needs not be told, because the change is its own (the seed's {@code sender_uri})
     * @return how many subscriptions will be notified
     */
    public int notifyWatchers(PresentityTransaction transaction, EventName event, Optional<Aor> except) {
        if (!contents.views().serves(event)) {
            return 0;
        }
        contents.views().reauthorizeIfStale(transaction);
        Predicate<Subscription> news = contents.reporter(event).isPresent()
                ? each -> true
                : contents.views().viewChanges(transaction, event);
        int told = 0;
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            if (each.state() instanceof Active
                    && !except.equals(Optional.of(each.watcher().aor()))
                    && news.test(each)) {
                notifyOfState(transaction, each);
                told++;
            }
        }
        return told;
    }

    /**
     * Something changed in the state of an event package that tells changes: those whom it concerns are told.
     *
     * @param changes in the order in which they came; at least one
     */
    public void notifyWatchers(
            PresentityTransaction transaction, EventName event, List<? extends EventChange> changes) {
        Reporter reporter =
                contents.reporter(event).orElseThrow(() -> new IllegalArgumentException(event + " tells no changes"));
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            List<? extends EventChange> concerning = each.state() instanceof Active
                    ? changes.stream()
                            .filter(change -> reporter.concerns(each, change))
                            .toList()
                    : List.of();
            if (!concerning.isEmpty()) {
                Outbox outbox = outbox(each);
                concerning.forEach(outbox::add);
                enqueue(transaction, each, outbox);
            }
        }
    }

    /** As {@link #notifyWatchers(PresentityTransaction, EventName, Optional)}, with nobody excepted. */
    public int notifyWatchers(PresentityTransaction transaction, EventName event) {
        return notifyWatchers(transaction, event, Optional.empty());
    }

    /**
     * Reads what the NOTIFY of a fetch shows, before the fetch is accepted.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public void prepare(PresentityTransaction transaction, Subscription fetch) {
        contents.prepare(transaction, fetch);
    }

    /** A subscription was made, refreshed, decided anew or ended: its watcher is told at once. */
    public void notifyImmediately(PresentityTransaction transaction, Subscription subscription) {
        if (subscription.dialog().isOver()) {
            return;
        }
        Outbox outbox = outbox(subscription);
        outbox.whole = true;
        outbox.urgent = true;
        outbox.notBefore = transaction.now();
        enqueue(transaction, subscription, outbox);
    }

    /** The watcher of a subscription that is as it was sees something else than before. */
    public void notifyOfState(PresentityTransaction transaction, Subscription subscription) {
        if (subscription.dialog().isOver()) {
            return;
        }
        Outbox outbox = outbox(subscription);
        outbox.whole = true;
        enqueue(transaction, subscription, outbox);
    }

    /** Has the watchers considered again if rules, sphere or time have moved. */
    public void reauthorizeIfStale(PresentityTransaction transaction) {
        contents.views().reauthorizeIfStale(transaction);
    }

    /** NOTIFYs that are under way or wait. */
    public int outboxes() {
        return outboxes.size();
    }

    /** Whether a NOTIFY to this watcher is under way or waits. */
    boolean isNotifying(Subscription subscription) {
        return outboxes.containsKey(subscription.id());
    }

    /** NOTIFYs that failed since the start. */
    public NotifyFailures failures() {
        return failures;
    }

    /** Tells of each subscription whose watcher has not acknowledged everything. On any thread. */
    public void outstanding(Outstanding.Each each) {
        outboxes.forEach((id, outbox) -> {
            long since = outbox.since();
            if (since != 0) {
                each.outstanding(id, since);
            }
        });
    }

    private Outbox outbox(Subscription subscription) {
        return outboxes.computeIfAbsent(subscription.id(), id -> new Outbox());
    }

    private void enqueue(PresentityTransaction transaction, Subscription subscription, Outbox outbox) {
        if (subscription.state() instanceof Terminated) {
            outbox.last = subscription;
            outbox.lastNumbering = transaction.numbering(subscription.id());
            outbox.notBefore = transaction.now();
            outbox.forgetDemands(); // after a start there is nobody to be told
        } else {
            outbox.demand(transaction.changeNumber());
        }
        outbox.dirty = true;
        sendNext(transaction, subscription.id(), outbox);
    }

    /** Sends what is due, waits for what is not, forgets what is done. */
    private void sendNext(PresentityTransaction transaction, String id, Outbox outbox) {
        if (outbox.inFlight) {
            return;
        }
        if (outbox.notBefore.isAfter(transaction.now())) {
            scheduleSend(transaction, id, outbox);
            return;
        }
        if (outbox.dirty) {
            Optional<Subscription> subscription =
                    outbox.last == null ? Outbox.alive(transaction, id) : Optional.of(outbox.last);
            outbox.dirty = false;
            outbox.urgent = false;
            subscription.ifPresentOrElse(present -> send(transaction, present, outbox), outbox::forgetDemands);
        }
        forgetIfIdle(id, outbox);
    }

    private void forgetIfIdle(String id, Outbox outbox) {
        if (outbox.isIdle()) {
            outboxes.remove(id, outbox);
        }
    }

    private void scheduleSend(PresentityTransaction transaction, String id, Outbox outbox) {
        if (!outbox.waiting) {
            outbox.waiting = true;
            presentities.schedule(
                    Duration.between(transaction.now(), outbox.notBefore), transaction.presentity(), later -> {
                        outbox.waiting = false;
                        sendNext(later, id, outbox);
                    });
        }
    }

    private void send(PresentityTransaction transaction, Subscription subscription, Outbox outbox) {
        if (subscription.state() instanceof Terminated) {
            outbox.last = null;
            transmit(transaction, subscription, outbox, outbox.lastNumbering);
            return;
        }
        SequenceCounter numbering = transaction.numbering(subscription.id());
        if (numbering.next().isPresent()) {
            transmit(transaction, subscription, outbox, numbering);
            return;
        }
        outbox.inFlight = true;
        transaction.reserve(subscription);
        transaction.onCommit(later -> {
            outbox.inFlight = false;
            outbox.dirty = true;
            sendNext(later, subscription.id(), outbox);
        });
        transaction.onFailure(
                () -> { // the watchers of a presentity that was read again are told anew
                    outbox.inFlight = false;
                    forgetIfIdle(subscription.id(), outbox);
                });
    }

    private void transmit(
            PresentityTransaction transaction, Subscription subscription, Outbox outbox, SequenceCounter numbering) {
        Optional<Body> body;
        try {
            body = contents.next(transaction, subscription, outbox, numbering);
        } catch (UncheckedIOException e) {
            LOG.debug("presentity={} cannot be shown yet: {}", transaction.presentity(), e.getMessage());
            numbering.missed();
            outbox.repeat(transaction, subscription, AWAY);
            if (outbox.dirty) {
                scheduleSend(transaction, subscription.id(), outbox);
            }
            return;
        }
        boolean ended = subscription.state() instanceof Terminated;
        long cseq = ended ? numbering.nextOfEnded() : numbering.last();
        Notify notify = new Notify(
                subscription.dialog(),
                cseq,
                subscription.event().header(),
                SubscriptionStateHeader.of(subscription, transaction.now()),
                body);
        Aor presentity = transaction.presentity();
        outbox.cover();
        outbox.inFlight = true; // from here on an answer comes, whatever happens
        sender.send(
                notify, answer -> presentities.execute(presentity, later -> onResponse(later, subscription, answer)));
    }

    private void onResponse(PresentityTransaction transaction, Subscription sent, Answer answer) {
        Outbox outbox = outboxes.get(sent.id());
        if (outbox == null) {
            return;
        }
        outbox.inFlight = false;
        if (answer instanceof Answer.Deferred deferred) {
            outbox.defer(transaction, sent, deferred.seconds());
        } else if (answer instanceof Answer.Bodyless bodyless) {
            if (bodyless.response().status() / 100 == 2) {
                outbox.sendBody(transaction, sent);
            } else {
                runWhenDelivered(transaction, sent, outbox, bodyless.response());
            }
        } else {
            runWhenDelivered(transaction, sent, outbox, answer);
        }
        sendNext(transaction, sent.id(), outbox);
    }

    private void runWhenDelivered(PresentityTransaction transaction, Subscription sent, Outbox outbox, Answer answer) {
        Duration interval = contents.minInterval(sent.event().name(), settings.minInterval());
        if (!interval.isZero() && !outbox.urgent) {
            outbox.notBefore = transaction.now().plus(interval);
        }
        NotifyFailure failure = NotifyFailure.of(answer, settings);
        if (failure != NotifyFailure.NONE) {
            transaction.numbering(sent.id()).missed();
        }
        Consumer<PresentityTransaction> delivered = outbox.delivered;
        outbox.delivered = ignored -> {};
        switch (failure) {
            case NONE -> {
                outbox.failures = 0;
                outbox.settle();
                runWhenDelivered(transaction, delivered);
            }
            case IGNORE -> {
                outbox.settle();
                keepSubscription(sent, answer);
            }
            case RETRY -> retry(transaction, sent, outbox, answer);
            case END -> terminate(transaction, sent, outbox, answer);
        }
    }

    private void runWhenDelivered(PresentityTransaction transaction, Consumer<PresentityTransaction> delivered) {
        try {
            delivered.accept(transaction);
        } catch (UncheckedIOException e) {
            LOG.debug("presentity={} cannot be changed yet: {}", transaction.presentity(), e.getMessage());
            presentities.schedule(AWAY, transaction.presentity(), later -> runWhenDelivered(later, delivered));
        }
    }

    private void retry(PresentityTransaction transaction, Subscription sent, Outbox outbox, Answer answer) {
        int retryAfter = answer instanceof Answer.Response response ? response.retryAfter() : -1;
        if (retryAfter < 0 && ++outbox.failures > RETRIES) {
            outbox.failures = 0;
            outbox.settle();
            if (answer instanceof Answer.Unreachable && settings.timeoutEndsSubscription()) {
                terminate(transaction, sent, outbox, answer);
            } else {
                keepSubscription(sent, answer);
            }
            return;
        }
        outbox.repeat(transaction, sent, retryAfter < 0 ? RETRY : Duration.ofSeconds(retryAfter));
        failures.count(answer, outbox.dirty ? NotifyFailures.Outcome.REPEATED : NotifyFailures.Outcome.KEPT);
    }

    private void keepSubscription(Subscription sent, Answer answer) {
        failures.count(answer, NotifyFailures.Outcome.KEPT);
        LOG.debug(
                "presentity={} watcher={} event={} outcome=kept after a NOTIFY that failed: {}",
                sent.presentity(),
                sent.watcher().aor(),
                sent.event().name(),
                answer);
    }

    private void terminate(PresentityTransaction transaction, Subscription sent, Outbox outbox, Answer answer) {
        if (!(answer instanceof Answer.Response) && hasMoved(transaction, sent)) {
            failures.count(answer, NotifyFailures.Outcome.REPEATED);
            outbox.dirty = true; // nobody answered at the old Contact, but a SUBSCRIBE has named a new one since
            return;
        }
        failures.count(answer, NotifyFailures.Outcome.ENDED);
        outbox.dirty = false;
        outbox.last = null;
        outbox.forgetDemands();
        Outbox.alive(transaction, sent.id()).ifPresent(subscription -> {
            LOG.debug(
                    "presentity={} watcher={} event={} outcome=ended by the answer to NOTIFY: {}",
                    subscription.presentity(),
                    subscription.watcher().aor(),
                    subscription.event().name(),
                    answer);
            onLost.accept(transaction, subscription);
        });
    }

    private static boolean hasMoved(PresentityTransaction transaction, Subscription sent) {
        return Outbox.alive(transaction, sent.id())
                .filter(now -> !now.dialog().target().equals(sent.dialog().target()))
                .isPresent();
    }
}
