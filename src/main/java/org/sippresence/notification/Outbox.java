package org.sippresence.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Terminated;

/**
 * The NOTIFY traffic of one subscription: at most one in flight, what changes meanwhile collapses into one more. Exists only
 * while there is something to send or to wait for. Touched by the presentity's lane only.
 */
final class Outbox {

    /** More are told by a whole document. */
    private static final int MOST_CHANGES = 1_000;

    /** For which the last NOTIFY is tried; a subscriber waits for 32 s (RFC 6665 section 4.1.2.4). */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Between two attempts at a last NOTIFY. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Whether a NOTIFY, or the reservation of its number, is under way. */
    boolean inFlight;

    /** Whether there is something newer than what is in flight. */
    boolean dirty;

    /** Whether a SUBSCRIBE waits for its NOTIFY, which no least interval holds up. */
    boolean urgent;

    /** Whether a timer will look at this outbox again. */
    boolean waiting;

    /** Nothing is sent before, unless a SUBSCRIBE asks for it. */
    Instant notBefore = Instant.MIN;

    /** The number of the first thing that the watcher has not acknowledged; 0 if there is none. Read by other threads. */
    private volatile long since;

    /** The first number that what is in flight does not cover; 0 if there is none. */
    private long next;

    /** Attempts in a row that neither succeeded nor ended the subscription. */
    int failures;

    /** The ended subscription whose last NOTIFY is still to be sent. */
    Subscription last;

    /** Until when the last NOTIFY is tried; set by its first failure. */
    private Instant lastUntil = Instant.MAX;

    /** Counts on for {@link #last}, whose row is gone. */
    SequenceCounter lastNumbering;

    /** What is to be done when what is in flight was answered with 2xx. */
    Consumer<PresentityTransaction> delivered = transaction -> {};

    /** Whether the next document must be whole; only looked at in packages that tell changes. */
    boolean whole;

    /** What is to be told, by its key, in the order in which it came first; replaced by a map of its own when it is needed. */
    Map<String, EventChange> changes = Map.of();

    void add(EventChange change) {
        if (changes.isEmpty()) {
            changes = new LinkedHashMap<>(2);
        }
        changes.merge(change.key(), change, (earlier, later) -> later.after(earlier));
        if (changes.size() > MOST_CHANGES) {
            whole = true;
            changes = Map.of();
        }
    }

    /** Something is to be told. */
    void demand(long number) {
        if (since == 0) {
            since = number;
        } else if (inFlight && next == 0) {
            next = number;
        }
    }

    /** What is sent now covers all demands so far. */
    void cover() {
        next = 0;
    }

    /** What was in flight needs not be told again. */
    void settle() {
        since = next;
        next = 0;
    }

    /** Nothing needs to be told any more. */
    void forgetDemands() {
        next = 0;
        since = 0;
    }

    long since() {
        return since;
    }

    /**
     * What was not delivered is sent again, after a while; an end that came meanwhile is told at once, and one that could not be told
     * is given up when its watcher has stopped waiting.
     */
    void repeat(PresentityTransaction transaction, Subscription sent, Duration delay) {
        if (last != null) {
            dirty = true;
            return;
        }
        boolean ended = sent.state() instanceof Terminated;
        Instant then = transaction.now().plus(ended && delay.isZero() ? SHORTEST : delay);
        if (ended) {
            lastUntil = lastUntil.equals(Instant.MAX) ? transaction.now().plus(PATIENCE) : lastUntil;
            if (then.isAfter(lastUntil)) {
                dirty = false;
                return;
            }
            last = sent;
        }
        dirty = ended || alive(transaction, sent.id()).isPresent();
        notBefore = then;
    }

    /** What was not sent is sent later; the last NOTIFY of a subscription is not. */
    void defer(PresentityTransaction transaction, Subscription sent, int seconds) {
        forgetSent(transaction, sent);
        if (alive(transaction, sent.id()).isPresent()) {
            dirty = true;
            notBefore = transaction.now().plusSeconds(seconds);
        }
    }

    /** Whoever got a NOTIFY without its body gets the state now, and learns only then that a subscription is over. */
    void sendBody(PresentityTransaction transaction, Subscription sent) {
        forgetSent(transaction, sent);
        failures = 0;
        dirty = true;
        urgent = true;
        if (sent.state() instanceof Terminated) {
            last = sent;
        }
    }

    private void forgetSent(PresentityTransaction transaction, Subscription sent) {
        transaction.numbering(sent.id()).missed();
        whole = true;
        delivered = ignored -> {};
    }

    static Optional<Subscription> alive(PresentityTransaction transaction, String id) {
        return transaction.subscription(id).filter(each -> !each.dialog().isOver());
    }

    boolean isIdle() {
        return !inFlight && !dirty && !waiting && last == null;
    }
}
