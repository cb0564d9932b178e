package org.sippresence.notification;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Predicate;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.NotifySender.Answer;
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
 * Notifies watchers. A change marks the outboxes of the presentity's watchers; each outbox has at most one NOTIFY in flight,
 * whose body is the state at the moment of sending. Numbers and states therefore never go backwards, and an unreachable watcher
 * does not delay others. All methods are called in the presentity's lane, after the commit of the change.
 */
public final class Notifier {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final int RETRIES = 3;

    /** Delay between two attempts to load a NOTIFY's content during a database outage. */
    private static final Duration RELOAD = Duration.ofSeconds(2);

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

    /**
     * Sets the callback that ends a subscription when the answer to a NOTIFY, or a missing one, terminates it. Must be set before
     * the first NOTIFY.
     */
    public void onLost(BiConsumer<PresentityTransaction, Subscription> listener) {
        this.onLost = listener;
    }

    /**
     * Notifies all permitted watchers of a changed state of the transaction's presentity.
     *
     * @param except a watcher that needs no NOTIFY because it made the change itself (Kamailio's {@code sender_uri})
     * @return the number of subscriptions that will be notified
     */
    public int notifyWatchers(PresentityTransaction transaction, EventName event, Optional<Aor> except) {
        if (!contents.views().serves(event)) {
            return 0;
        }
        contents.views().reauthorizeIfStale(transaction);
        Predicate<Subscription> changed = contents.reporter(event).isPresent()
                ? each -> true
                : contents.views().viewChanges(transaction, event);
        int notified = 0;
        for (Subscription each : transaction.subscriptions().subscriptions(event)) {
            if (each.state() instanceof Active
                    && !except.equals(Optional.of(each.watcher().aor()))
                    && changed.test(each)) {
                notifyOfState(transaction, each);
                notified++;
            }
        }
        return notified;
    }

    /**
     * Notifies the watchers concerned of changes in the state of an event package that reports changes.
     *
     * @param changes in their order of occurrence; at least one
     */
    public void notifyWatchers(
            PresentityTransaction transaction, EventName event, List<? extends EventChange> changes) {
        Reporter reporter = contents.reporter(event)
                .orElseThrow(() -> new IllegalArgumentException(event + " has no partial state"));
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

    /** Notifies watchers like {@link #notifyWatchers(PresentityTransaction, EventName, Optional)}, without an exception. */
    public int notifyWatchers(PresentityTransaction transaction, EventName event) {
        return notifyWatchers(transaction, event, Optional.empty());
    }

    /**
     * Loads the content of a fetch's NOTIFY before the fetch is accepted.
     *
     * @throws UncheckedIOException if it cannot be loaded
     */
    public void prepare(PresentityTransaction transaction, Subscription fetch) {
        contents.prepare(transaction, fetch);
    }

    /** Sends a NOTIFY without delay after a subscription was created, refreshed, reauthorized or ended. */
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

    /** Notifies the watcher of an unchanged subscription whose view of the state has changed. */
    public void notifyOfState(PresentityTransaction transaction, Subscription subscription) {
        if (subscription.dialog().isOver()) {
            return;
        }
        Outbox outbox = outbox(subscription);
        outbox.whole = true;
        enqueue(transaction, subscription, outbox);
    }

    /** Reauthorizes the watchers if rules, sphere or time have changed. */
    public void reauthorizeIfStale(PresentityTransaction transaction) {
        contents.views().reauthorizeIfStale(transaction);
    }

    /** Returns the number of outboxes, which exist while a NOTIFY is in flight or pending. */
    public int outboxes() {
        return outboxes.size();
    }

    /** Returns whether a NOTIFY to this watcher is in flight or pending. */
    boolean isNotifying(Subscription subscription) {
        return outboxes.containsKey(subscription.id());
    }

    /** Returns the counts of NOTIFYs that failed since the start. */
    public NotifyFailures failures() {
        return failures;
    }

    /** Passes each subscription with unacknowledged changes to the consumer. Callable on any thread. */
    public void outstanding(ObjLongConsumer<String> each) {
        outboxes.forEach((id, outbox) -> {
            long since = outbox.since();
            if (since != 0) {
                each.accept(id, since);
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
            outbox.forgetDemands(); // an ended subscription is not notified again after a restart
        } else {
            outbox.demand(transaction.changeNumber());
        }
        outbox.dirty = true;
        sendNext(transaction, subscription.id(), outbox);
    }

    /** Sends what is due, schedules what is not, and removes an idle outbox. */
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
        reserve(transaction, subscription, outbox, later -> {
            outbox.dirty = true;
            sendNext(later, subscription.id(), outbox);
        });
    }

    /** Reserves numbers for an outbox that has none; nothing else is sent meanwhile. */
    private void reserve(
            PresentityTransaction transaction,
            Subscription subscription,
            Outbox outbox,
            Consumer<PresentityTransaction> reserved) {
        outbox.inFlight = true;
        transaction.reserve(subscription);
        transaction.onCommit(later -> {
            outbox.inFlight = false;
            reserved.accept(later);
        });
        transaction.onFailure(
                () -> { // the watchers of a reloaded presentity are notified again
                    outbox.inFlight = false;
                    forgetIfIdle(subscription.id(), outbox);
                });
    }

    /** Repeats a challenged NOTIFY with the next CSeq, before anything else is sent to its watcher. */
    private void repeat(
            PresentityTransaction transaction, Subscription sent, Outbox outbox, NotifySender.Repetition repetition) {
        OptionalLong cseq = outbox.nextCSeq(transaction, sent);
        if (cseq.isPresent()) {
            outbox.inFlight = true;
            repetition.send(cseq.getAsLong(), answers(transaction.presentity(), sent));
        } else {
            Outbox.alive(transaction, sent.id())
                    .ifPresent(now -> reserve(transaction, now, outbox, later -> {
                        repeat(later, sent, outbox, repetition);
                        sendNext(later, sent.id(), outbox);
                    }));
        }
    }

    private void transmit(
            PresentityTransaction transaction, Subscription subscription, Outbox outbox, SequenceCounter numbering) {
        Optional<Body> body;
        try {
            body = contents.next(transaction, subscription, outbox, numbering);
        } catch (UncheckedIOException e) {
            LOG.debug("presentity={} cannot be shown yet: {}", transaction.presentity(), e.getMessage());
            numbering.missed();
            outbox.repeat(transaction, subscription, RELOAD);
            if (outbox.dirty) {
                scheduleSend(transaction, subscription.id(), outbox);
            }
            return;
        }
        long cseq = subscription.state() instanceof Terminated ? numbering.nextOfEnded() : numbering.last();
        Notify notify = Notify.of(subscription, cseq, body, transaction.now());
        outbox.cover();
        outbox.inFlight = true; // from here on the sender always reports an answer
        sender.send(notify, answers(transaction.presentity(), subscription));
    }

    private Consumer<Answer> answers(Aor presentity, Subscription sent) {
        return answer -> presentities.execute(presentity, later -> onResponse(later, sent, answer));
    }

    private void onResponse(PresentityTransaction transaction, Subscription sent, Answer answer) {
        Outbox outbox = outboxes.get(sent.id());
        if (outbox == null) {
            return;
        }
        outbox.inFlight = false;
        if (answer instanceof Answer.Challenged challenged) {
            repeat(transaction, sent, outbox, challenged.repetition());
        } else if (answer instanceof Answer.Deferred deferred) {
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
                outbox.acknowledge();
                runWhenDelivered(transaction, delivered);
            }
            case IGNORE -> {
                outbox.acknowledge();
                failures.count(sent, answer, NotifyFailures.Outcome.KEPT);
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
            presentities.schedule(RELOAD, transaction.presentity(), later -> runWhenDelivered(later, delivered));
        }
    }

    private void retry(PresentityTransaction transaction, Subscription sent, Outbox outbox, Answer answer) {
        int retryAfter = answer instanceof Answer.Response response ? response.retryAfter() : -1;
        if (retryAfter < 0 && ++outbox.failures > RETRIES) {
            outbox.failures = 0;
            outbox.acknowledge();
            if (answer instanceof Answer.Unreachable && settings.timeoutEndsSubscription()) {
                terminate(transaction, sent, outbox, answer);
            } else {
                failures.count(sent, answer, NotifyFailures.Outcome.KEPT);
            }
            return;
        }
        outbox.repeat(transaction, sent, retryAfter < 0 ? RETRY : Duration.ofSeconds(retryAfter));
        failures.count(sent, answer, outbox.dirty ? NotifyFailures.Outcome.REPEATED : NotifyFailures.Outcome.KEPT);
    }

    private void terminate(PresentityTransaction transaction, Subscription sent, Outbox outbox, Answer answer) {
        if (!(answer instanceof Answer.Response) && Outbox.hasMoved(transaction, sent)) {
            failures.count(sent, answer, NotifyFailures.Outcome.REPEATED);
            outbox.dirty = true; // no response from the old Contact or flow, but a SUBSCRIBE has brought a new one
            return;
        }
        failures.count(sent, answer, NotifyFailures.Outcome.ENDED);
        outbox.dirty = false;
        outbox.last = null;
        outbox.forgetDemands();
        Outbox.alive(transaction, sent.id()).ifPresent(subscription -> onLost.accept(transaction, subscription));
    }
}
