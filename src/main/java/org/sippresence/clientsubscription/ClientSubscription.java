package org.sippresence.clientsubscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;
import org.sippresence.clientsubscription.NotifyListener.News;
import org.sippresence.clientsubscription.SubscribeSender.Answer;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Response;
import org.sippresence.clientsubscription.SubscribeSender.Answer.Timeout;
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

    /**
     * Timer N (RFC 6665 section 4.1.2.4): the first NOTIFY must arrive within this time, and late messages have arrived by then.
     */
    static final Duration TIMER_N = Duration.ofSeconds(32);

    /** A subscription that ended sooner is not created again at once. */
    static final Duration SHORT_LIFE = Duration.ofSeconds(30);

    /** The least time between two SUBSCRIBEs of a dialog. */
    private static final Duration DECENT = Duration.ofSeconds(3);

    private static final int SHORTEST = 10;
    private static final int LONGEST_EXPIRES = 30 * 86_400;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** The phase of a subscription. */
    enum Phase {
        /** Waits for the rate limiter, or for another attempt. */
        WAITING,
        /** The first SUBSCRIBE is in progress. */
        TRYING,
        /** A dialog exists. */
        HELD,
        /** Not needed any more, or given up. */
        OVER
    }

    private final ClientSubscriptions upstream;
    private final SubscriptionTarget target;
    private final NotifyListener listener;
    private final NotifyRateLimiter storm = new NotifyRateLimiter();
    private volatile Phase phase = Phase.WAITING;
    private Runnable timer = () -> {};
    private ClientDialog dialog;
    private long attempt;
    private boolean inFlight;
    private boolean wantsAll;
    private boolean heard;
    private boolean told;
    private Instant since = Instant.MIN;
    private Instant asked = Instant.MIN;
    private Instant expires = Instant.MAX;
    private int wish;
    private int failures;

    ClientSubscription(ClientSubscriptions upstream, SubscriptionTarget target, NotifyListener listener) {
        this.upstream = upstream;
        this.target = target;
        this.listener = listener;
        this.wish = upstream.expires();
        this.dialog = new ClientDialog(target, upstream.newDialog(), 0);
    }

    SubscriptionTarget wanted() {
        return target;
    }

    Phase phase() {
        return phase;
    }

    /**
     * Requests the full state, for example after a partial document that could not be applied; SUBSCRIBEs keep their least
     * distance. Callable from any thread.
     */
    public void refresh() {
        upstream.schedule().inLane(target.whom(), () -> {
            if (phase == Phase.HELD) {
                wantsAll = true;
                scheduleRefresh();
            }
        });
    }

    /** Ends the subscription; the listener is not called any more. Callable from any thread. */
    public void end() {
        upstream.schedule().inLane(target.whom(), () -> {
            Phase before = phase;
            finish();
            if (before == Phase.HELD) {
                attempt++; // the response to a pending refresh is ignored
                upstream.send(dialog.message(0), answer -> {});
            }
        });
    }

    /** Sends the first SUBSCRIBE of a new dialog (RFC 6665 section 4.1.2.1). */
    void begin() {
        if (phase != Phase.WAITING) {
            return;
        }
        phase = Phase.TRYING;
        dialog = new ClientDialog(target, upstream.newDialog(), dialog.number() + 1);
        heard = false;
        inFlight = false;
        wantsAll = false;
        expires = Instant.MAX;
        upstream.index(dialog.id(), this);
        subscribe();
    }

    private void subscribe() {
        inFlight = true;
        wantsAll = false;
        asked = now();
        long mine = ++attempt;
        upstream.send(
                dialog.message(wish),
                answer -> upstream.schedule().inLane(target.whom(), () -> {
                    if (mine == attempt) {
                        onResponse(answer);
                    }
                }));
    }

    private void onResponse(Answer answer) {
        inFlight = false;
        upstream.tally().answered(answer);
        if (phase == Phase.OVER) {
            endLate(answer);
            return;
        }
        if (answer instanceof Response response && response.status() / 100 == 2) {
            accepted(response);
        } else if (answer instanceof Response response && isTooBrief(response)) {
            wish = Math.min(response.times().minExpires().getAsInt(), LONGEST_EXPIRES);
            subscribe();
        } else if (phase == Phase.TRYING) {
            refusedFirst(answer);
        } else {
            refusedRefresh(answer);
        }
    }

    /** Ends the dialog that a SUBSCRIBE created after the subscription had been ended. */
    private void endLate(Answer answer) {
        if (answer instanceof Response response
                && response.status() / 100 == 2
                && !response.peer().tag().isEmpty()) {
            if (!dialog.isEstablished()) {
                dialog.establish(response.peer());
            }
            upstream.send(dialog.message(0), late -> {});
        }
    }

    /** Whether to retry with a longer interval after a 423; done once only, in case the peer raises Min-Expires each time. */
    private boolean isTooBrief(Response response) {
        return response.status() == 423
                && response.times().minExpires().orElse(0) > wish
                && wish < LONGEST_EXPIRES
                && wish == upstream.expires();
    }

    private void accepted(Response response) {
        int granted = Math.min(response.times().expires().orElse(wish), wish);
        if (phase == Phase.TRYING) {
            if (response.peer().tag().isEmpty() || granted == 0) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "an unexpected 2xx");
                return;
            }
            establish(response.peer());
        } else {
            dialog.moved(response.peer());
        }
        expires = now().plusSeconds(granted);
        forgiveFailures();
        scheduleRefresh();
    }

    private void establish(RemotePeer peer) {
        phase = Phase.HELD;
        since = now();
        dialog.establish(peer);
    }

    private void refusedFirst(Answer answer) {
        if (answer instanceof Response response) {
            onLost(
                    TerminationPolicy.ofRefusal(response.status()),
                    response.times().retryAfter(),
                    "status " + response.status());
        } else {
            onLost(TerminationPolicy.LATER, OptionalInt.empty(), answer.toString());
        }
    }

    private void refusedRefresh(Answer answer) {
        if (answer instanceof Response response && TerminationPolicy.endsDialog(response.status())) {
            onLost(
                    TerminationPolicy.ofLostDialog(response.status()),
                    response.times().retryAfter(),
                    "refresh refused with " + response.status());
            return;
        }
        if (answer instanceof Timeout && !heard) {
            onLost(TerminationPolicy.LATER, OptionalInt.empty(), "no answer");
            return;
        }
        failures++;
        int least =
                answer instanceof Response response ? seconds(response.times().retryAfter()) : 0;
        Duration wait = max(upstream.backOff().after(failures), Duration.ofSeconds(least));
        setTimer(min(wait, Duration.between(now(), expires)));
    }

    /** Schedules the next SUBSCRIBE if no other event occurs before. */
    private void scheduleRefresh() {
        if (phase != Phase.HELD || inFlight) { // the response schedules it
            return;
        }
        Duration left = Duration.between(now(), expires);
        Duration refresh = left.compareTo(Duration.ofSeconds(SHORTEST)) < 0
                ? left.dividedBy(2)
                : left.multipliedBy(80 + (long) (10 * upstream.random())).dividedBy(100);
        Duration decent = Duration.between(now(), asked.plus(DECENT));
        Duration next = heard ? refresh : min(refresh, TIMER_N);
        setTimer(wantsAll ? decent : max(next, decent));
    }

    private void setTimer(Duration delay) {
        timer.run();
        timer = upstream.schedule()
                .after(max(delay, Duration.ZERO), () -> upstream.schedule().inLane(target.whom(), this::onTimer));
    }

    private void onTimer() {
        if (phase == Phase.WAITING) {
            upstream.starts().add(() -> upstream.schedule().inLane(target.whom(), this::begin));
        } else if (phase == Phase.HELD) {
            if (!expires.isAfter(now())) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "expired");
            } else if (!heard && !since.plus(TIMER_N).isAfter(now())) {
                onLost(TerminationPolicy.LATER, OptionalInt.empty(), "no NOTIFY came");
            } else {
                subscribe(); // the response schedules the next one
            }
        }
    }

    /** Processes a NOTIFY with this subscription's Call-ID and local tag; {@code answer} gets an empty value for a 2xx. */
    void received(IncomingNotify notify, Consumer<Optional<Rejection>> answer) {
        Optional<Rejection> objection = validate(notify);
        if (objection.isPresent() || dialog.isRepeated(notify) || phase == Phase.OVER) {
            upstream.tally().notified(objection.map(Rejection::status).orElse(0));
            answer.accept(objection); // a retransmission: its response was lost
            return;
        }
        dialog.taken(notify);
        answer.accept(Optional.empty());
        if (phase == Phase.TRYING) {
            establish(notify.peer());
        } else {
            dialog.moved(notify.peer());
        }
        boolean understood = notifyListener(notify);
        upstream.tally().notified(understood ? 200 : 400);
        applyState(notify.state());
    }

    private Optional<Rejection> validate(IncomingNotify notify) {
        if (phase == Phase.WAITING) {
            return Optional.of(Rejection.of(481, "Subscription does not exist"));
        }
        return dialog.objection(notify)
                .or(() -> Optional.of(Rejection.of(503, "Too many notifications", "Retry-After", "1"))
                        .filter(refusal -> storm.rages(now())))
                .or(() -> notify.body().flatMap(body -> dialog.objection(body, upstream.maxBody())));
    }

    private boolean notifyListener(IncomingNotify notify) {
        heard = true;
        if (notify.body().isEmpty() && notify.state().isTerminated()) {
            return true;
        }
        told = true;
        return listener.notified(new News(dialog.number(), notify.state().name(), notify.body()));
    }

    private void applyState(SubscriptionState state) {
        if (state.isTerminated()) {
            onLost(TerminationPolicy.ofTermination(state), state.retryAfter(), "terminated " + state.reason());
            return;
        }
        forgiveFailures();
        int granted = Math.min(state.expires().orElse(wish), wish);
        Instant end = now().plusSeconds(granted);
        if (state.expires().isPresent() || expires.equals(Instant.MAX)) {
            boolean same = !expires.equals(Instant.MAX)
                    && Duration.between(expires, end).abs().toSeconds() < 2;
            expires = same ? expires : end;
        }
        scheduleRefresh();
    }

    private void forgiveFailures() {
        if (since.plus(SHORT_LIFE).isBefore(now())) {
            failures = 0;
        }
    }

    /** Handles the end of the dialog. */
    private void onLost(TerminationPolicy ending, OptionalInt retryAfter, String why) {
        boolean shortLife = !since.plus(SHORT_LIFE).isBefore(now());
        LOG.debug(
                "presentity={} event={} outcome=lost: {}",
                target.whom(),
                target.what().event(),
                why);
        upstream.tally().lost();
        dropDialog();
        if (ending == TerminationPolicy.NEVER) {
            finish();
            listener.lost(true);
            return;
        }
        phase = Phase.WAITING;
        wish = upstream.expires();
        if (ending == TerminationPolicy.NOW && !shortLife && retryAfter.isEmpty()) {
            failures = 0;
            onTimer();
            return;
        }
        failures++;
        Duration wait = ending == TerminationPolicy.SELDOM
                ? upstream.backOff().seldom()
                : upstream.backOff().after(failures);
        setTimer(max(wait, Duration.ofSeconds(seconds(retryAfter))));
        if (told && (ending != TerminationPolicy.NOW || failures > 1)) {
            told = false;
            listener.lost(false);
        }
    }

    private void finish() {
        phase = Phase.OVER;
        timer.run();
        upstream.forget(this);
        DialogId last = dialog.id(); // pending requests are still answered
        Runnable unused = upstream.schedule().after(TIMER_N, () -> upstream.unindex(last, this));
    }

    private void dropDialog() {
        attempt++;
        inFlight = false;
        timer.run();
        upstream.unindex(dialog.id(), this);
    }

    private Instant now() {
        return upstream.clock().instant();
    }

    private static int seconds(OptionalInt retryAfter) {
        return (int) Math.min(Math.max(0, retryAfter.orElse(0)), LONGEST_WAIT.toSeconds());
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
