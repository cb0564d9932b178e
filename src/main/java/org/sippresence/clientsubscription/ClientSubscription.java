package org.sippresence.clientsubscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;
import org.sippresence.clientsubscription.NotifyListener.Notification;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Challenged;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Response;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Timeout;
import org.sippresence.clientsubscription.SubscribeSender.Repetition;
import org.sippresence.model.DialogId;
import org.sippresence.model.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber's side of RFC 6665 section 4.1 for one subscription, across all its dialogs. All methods except the public ones
 * run in the lane of the presentity.
 */
public final class ClientSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(ClientSubscription.class);

    private static final int MAX_EXPIRES = 30 * 86_400;
    private static final int MAX_WAIT = 86_400;

    /** The state of a subscription. */
    enum Phase {
        /** Waits for the rate limiter, or for another attempt. */
        WAITING,
        /** The first SUBSCRIBE is in progress. */
        TRYING,
        /** A dialog exists. */
        ESTABLISHED,
        /** Not needed any more, or given up. */
        TERMINATED
    }

    private final ClientSubscriptions subscriptions;
    private final SubscriptionTarget target;
    private final NotifyListener listener;
    private final NotifyRateLimiter notifyLimiter = new NotifyRateLimiter();
    private final LaneTimer timer;
    private volatile Phase phase = Phase.WAITING;
    private ClientDialog dialog;
    private DialogLifetime lifetime;
    private int failures;

    /** Whether the listener was notified since it was last told of the end. */
    private boolean listenerHasState;

    ClientSubscription(ClientSubscriptions subscriptions, SubscriptionTarget target, NotifyListener listener) {
        this.subscriptions = subscriptions;
        this.target = target;
        this.listener = listener;
        this.timer = new LaneTimer(subscriptions.scheduler(), target.presentity());
        this.dialog = new ClientDialog(target, subscriptions.newDialog(), 0);
        this.lifetime = DialogLifetime.requesting(subscriptions.expires());
    }

    SubscriptionTarget target() {
        return target;
    }

    Phase phase() {
        return phase;
    }

    /**
     * Requests the full state, for example after a partial document that could not be applied; the minimum time between
     * SUBSCRIBEs is kept. Callable from any thread.
     */
    public void refresh() {
        inLane(() -> {
            if (phase == Phase.ESTABLISHED) {
                lifetime = lifetime.wantingState();
                scheduleRefresh();
            }
        });
    }

    /** Ends the subscription; the listener is not called any more. Callable from any thread. */
    public void end() {
        inLane(() -> {
            Phase before = phase;
            terminate();
            if (before == Phase.ESTABLISHED) { // a SUBSCRIBE in progress is followed by this one
                unsubscribe(dialog, subscriptions::send);
            }
        });
    }

    /** Sends the SUBSCRIBE that ends the dialog; only a challenge to it matters. */
    private void unsubscribe(ClientDialog ended, Repetition sender) {
        sender.send(
                ended.nextSubscribe(0),
                answer -> inLane(() -> {
                    if (answer instanceof Challenged challenged) {
                        unsubscribe(ended, challenged.repetition());
                    }
                }));
    }

    private void inLane(Runnable task) {
        subscriptions.scheduler().inLane(target.presentity(), task);
    }

    /** Sends the first SUBSCRIBE of a new dialog (RFC 6665 section 4.1.2.1). */
    void begin() {
        if (phase != Phase.WAITING) {
            return;
        }
        phase = Phase.TRYING;
        dialog = new ClientDialog(target, subscriptions.newDialog(), dialog.number() + 1);
        lifetime = DialogLifetime.requesting(subscriptions.expires());
        subscriptions.index(dialog.id(), this);
        subscribe();
    }

    private void subscribe() {
        subscribe(subscriptions::send);
    }

    private void subscribe(Repetition sender) {
        lifetime = lifetime.sentAt(now());
        OutgoingSubscribe subscribe = dialog.nextSubscribe(lifetime.requested());
        sender.send(
                subscribe,
                answer -> inLane(() -> {
                    if (dialog.isAwaiting(subscribe)) {
                        onResponse(answer);
                    }
                }));
    }

    private void onResponse(Answer answer) {
        dialog.stopAwaiting();
        if (answer instanceof Challenged challenged) {
            if (phase != Phase.TERMINATED) {
                subscribe(challenged.repetition());
            }
            return;
        }
        subscriptions.counters().countAnswer(answer);
        if (phase == Phase.TERMINATED) {
            endLate(answer);
        } else if (answer instanceof Response response && response.isSuccess()) {
            onSuccess(response);
        } else if (answer instanceof Response response && isTooBrief(response)) {
            int longer = Math.min(response.times().minExpires().getAsInt(), MAX_EXPIRES);
            lifetime = lifetime.requestingInstead(longer);
            subscribe();
        } else if (phase == Phase.TRYING) {
            onFirstFailure(answer);
        } else {
            onRefreshFailure(answer);
        }
    }

    /** Ends the dialog that a SUBSCRIBE created after the subscription had been ended. */
    private void endLate(Answer answer) {
        if (answer instanceof Response response
                && response.isSuccess()
                && !response.peer().tag().isEmpty()) {
            if (!dialog.isEstablished()) {
                dialog.establish(response.peer());
            }
            unsubscribe(dialog, subscriptions::send);
        }
    }

    /** Whether to retry with a longer interval after a 423; done once only, in case the peer raises Min-Expires each time. */
    private boolean isTooBrief(Response response) {
        int requested = lifetime.requested();
        return response.status() == 423
                && response.times().minExpires().orElse(0) > requested
                && requested < MAX_EXPIRES
                && requested == subscriptions.expires();
    }

    private void onSuccess(Response response) {
        int granted = lifetime.grantedOf(response.times().expires());
        if (phase == Phase.TRYING) {
            if (response.peer().tag().isEmpty() || granted == 0) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "an unexpected 2xx");
                return;
            }
            establish(response.peer());
        } else {
            dialog.refreshTarget(response.peer());
        }
        lifetime = lifetime.granted(granted, now());
        resetFailures();
        scheduleRefresh();
    }

    private void establish(RemotePeer peer) {
        phase = Phase.ESTABLISHED;
        lifetime = lifetime.establishedAt(now());
        dialog.establish(peer);
    }

    private void onFirstFailure(Answer answer) {
        if (answer instanceof Response response) {
            onLost(
                    TerminationPolicy.ofRefusal(response.status()),
                    response.times().retryAfter(),
                    "status " + response.status());
        } else {
            onLost(TerminationPolicy.LATER, OptionalInt.empty(), answer.toString());
        }
    }

    private void onRefreshFailure(Answer answer) {
        if (answer instanceof Response response && TerminationPolicy.endsDialog(response.status())) {
            onLost(
                    TerminationPolicy.ofLostDialog(response.status()),
                    response.times().retryAfter(),
                    "refresh rejected with " + response.status());
        } else if (answer instanceof Timeout && !lifetime.notified()) {
            onLost(TerminationPolicy.LATER, OptionalInt.empty(), "no response");
        } else {
            failures++;
            Duration wait = longer(
                    subscriptions.backOff().after(failures),
                    answer instanceof Response response ? response.times().retryAfter() : OptionalInt.empty());
            timer.start(Collections.min(List.of(wait, Duration.between(now(), lifetime.expires()))), this::onTimer);
        }
    }

    /** Schedules the next SUBSCRIBE, unless the response to one in progress does that. */
    private void scheduleRefresh() {
        if (phase == Phase.ESTABLISHED && !dialog.isAwaitingResponse()) {
            timer.start(lifetime.untilRefresh(now(), subscriptions.random()), this::onTimer);
        }
    }

    private void onTimer() {
        if (phase == Phase.WAITING) {
            subscriptions.subscribeLimiter().add(() -> inLane(this::begin));
        } else if (phase == Phase.ESTABLISHED) {
            if (lifetime.isExpired(now())) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "expired");
            } else if (lifetime.missesNotify(now())) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "no NOTIFY received");
            } else {
                subscribe(); // the response schedules the next one
            }
        }
    }

    /** Processes a NOTIFY with this subscription's Call-ID and local tag; {@code answer} gets an empty value for a 2xx. */
    void onNotify(IncomingNotify notify, Consumer<Optional<Rejection>> answer) {
        Optional<Rejection> rejection = validate(notify);
        if (rejection.isPresent() || dialog.isRepeated(notify) || phase == Phase.TERMINATED) {
            subscriptions
                    .counters()
                    .countNotify(rejection.map(Rejection::status).orElse(0));
            answer.accept(rejection); // a retransmission: its response was lost
            return;
        }
        dialog.accept(notify);
        answer.accept(Optional.empty());
        if (phase == Phase.TRYING) {
            establish(notify.peer());
        } else {
            dialog.refreshTarget(notify.peer());
        }
        boolean isParsed = notifyListener(notify);
        subscriptions.counters().countNotify(isParsed ? 200 : 400);
        applyState(notify.state());
    }

    private Optional<Rejection> validate(IncomingNotify notify) {
        if (phase == Phase.WAITING) {
            return Optional.of(Rejection.of(481, "Subscription does not exist"));
        }
        return dialog.validate(notify)
                .or(() -> Optional.of(Rejection.of(503, "Too many notifications", "Retry-After", "1"))
                        .filter(rejection -> notifyLimiter.isExceeded(now())))
                .or(() -> notify.body().flatMap(body -> dialog.validateBody(body, subscriptions.maxBody())));
    }

    private boolean notifyListener(IncomingNotify notify) {
        lifetime = lifetime.afterNotify();
        if (notify.body().isEmpty() && notify.state().isTerminated()) {
            return true;
        }
        listenerHasState = true;
        return listener.notified(
                new Notification(dialog.number(), notify.state().name(), notify.body()));
    }

    private void applyState(SubscriptionState state) {
        if (state.isTerminated()) {
            onLost(TerminationPolicy.ofTermination(state), state.retryAfter(), "terminated " + state.reason());
            return;
        }
        resetFailures();
        lifetime = lifetime.granted(state.expires(), now());
        scheduleRefresh();
    }

    private void resetFailures() {
        if (!lifetime.isShort(now())) {
            failures = 0;
        }
    }

    /** Handles the end of the dialog. */
    private void onLost(TerminationPolicy policy, OptionalInt retryAfter, String reason) {
        LOG.debug(
                "presentity={} event={} outcome=lost: {}",
                target.presentity(),
                target.state().event(),
                reason);
        subscriptions.counters().countLost();
        dialog.stopAwaiting();
        timer.cancel();
        subscriptions.unindex(dialog.id(), this);
        if (policy == TerminationPolicy.NEVER) {
            terminate();
            listener.lost(true);
            return;
        }
        phase = Phase.WAITING;
        if (policy == TerminationPolicy.NOW && !lifetime.isShort(now()) && retryAfter.isEmpty()) {
            failures = 0;
            onTimer();
            return;
        }
        failures++;
        Duration wait = policy == TerminationPolicy.SELDOM
                ? subscriptions.backOff().longest()
                : subscriptions.backOff().after(failures);
        timer.start(longer(wait, retryAfter), this::onTimer);
        if (listenerHasState && (policy != TerminationPolicy.NOW || failures > 1)) {
            listenerHasState = false;
            listener.lost(false);
        }
    }

    private void terminate() {
        phase = Phase.TERMINATED;
        timer.cancel();
        subscriptions.remove(this);
        DialogId last = dialog.id(); // requests of the peer are still answered
        Runnable unused =
                subscriptions.scheduler().after(DialogLifetime.TIMER_N, () -> subscriptions.unindex(last, this));
    }

    private Instant now() {
        return subscriptions.clock().instant();
    }

    private static Duration longer(Duration wait, OptionalInt retryAfter) {
        int seconds = Math.min(Math.max(0, retryAfter.orElse(0)), MAX_WAIT);
        return Collections.max(List.of(wait, Duration.ofSeconds(seconds)));
    }
}
