package org.sippresence.notification;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Terminated;

/**
 * The pending NOTIFYs of one subscription: at most one in flight; changes in the meantime are merged into one more. Exists only
 * while there is something to send or to wait for. Confined to the presentity's lane.
 */
final class Outbox {

    /** Maximum number of pending changes; more are reported by a full document. */
    private static final int MOST_CHANGES = 1_000;

    /** How long the last NOTIFY is retried; a subscriber waits for 32 s (RFC 6665 section 4.1.2.4). */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Minimum delay between two attempts at a last NOTIFY. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** Whether a NOTIFY, or the reservation of its number, is in flight. */
    boolean inFlight;

    /** Whether there is a change newer than the NOTIFY in flight. */
    boolean dirty;

    /** Whether a SUBSCRIBE waits for its NOTIFY, which is exempt from the minimum interval. */
    boolean urgent;

    /** Whether a timer is scheduled for this outbox. */
    boolean waiting;

    /** Earliest time of the next NOTIFY, unless a SUBSCRIBE requires one. */
    Instant notBefore = Instant.MIN;

    /** The first change number that the watcher has not acknowledged; 0 if there is none. Read by other threads. */
    private volatile long since;

    /** The first change number that the NOTIFY in flight does not cover; 0 if there is none. */
    private long next;

    /** Consecutive attempts that neither succeeded nor ended the subscription. */
    int failures;

    /** The ended subscription whose last NOTIFY is still to be sent. */
    Subscription last;

    /** Until when the last NOTIFY is retried; set by its first failure. */
    private Instant lastUntil = Instant.MAX;

    /** The sequence counter of {@link #last}, whose row is removed. */
    SequenceCounter lastNumbering;

    /** The action to run when the NOTIFY in flight is answered with 2xx. */
    Consumer<PresentityTransaction> delivered = transaction -> {};

    /** Whether the next document must be full; only used for packages that report changes. */
    boolean whole;

    /** The pending changes by key, in order of first occurrence; replaced by a mutable map when needed. */
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

    /** Records a change number of which the watcher must be notified. */
    void demand(long number) {
        if (since == 0) {
            since = number;
        } else if (inFlight && next == 0) {
            next = number;
        }
    }

    /** Records that the NOTIFY being sent covers all change numbers so far. */
    void cover() {
        next = 0;
    }

    /** Records that the change numbers covered by the NOTIFY in flight need no further NOTIFY. */
    void acknowledge() {
        since = next;
        next = 0;
    }

    /** Records that nothing is left to be notified. */
    void forgetDemands() {
        next = 0;
        since = 0;
    }

    long since() {
        return since;
    }

    /**
     * Schedules an undelivered NOTIFY to be sent again after a delay. If the subscription has ended meanwhile, its last NOTIFY is
     * sent at once; a failed last NOTIFY is retried until its watcher has stopped waiting.
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

    /** Schedules a NOTIFY that was not sent; the last NOTIFY of a subscription is dropped instead. */
    void defer(PresentityTransaction transaction, Subscription sent, int seconds) {
        forgetSent(transaction, sent);
        if (alive(transaction, sent.id()).isPresent()) {
            dirty = true;
            notBefore = transaction.now().plusSeconds(seconds);
        }
    }

    /** Sends the state after a NOTIFY without body was answered; only then is the watcher notified of the subscription's end. */
    void sendBody(PresentityTransaction transaction, Subscription sent) {
        forgetSent(transaction, sent);
        failures = 0;
        dirty = true;
        urgent = true;
        if (sent.state() instanceof Terminated) {
            last = sent;
        }
    }

    /** The CSeq with which a NOTIFY may be repeated; empty if none is reserved, or if the subscription is gone. */
    OptionalLong nextCSeq(PresentityTransaction transaction, Subscription sent) {
        if (lastNumbering != null && (last != null || sent.state() instanceof Terminated)) {
            return OptionalLong.of(lastNumbering.nextOfEnded());
        }
        return alive(transaction, sent.id())
                .map(subscription -> transaction.numbering(subscription.id()).next())
                .orElseGet(OptionalLong::empty);
    }

    private void forgetSent(PresentityTransaction transaction, Subscription sent) {
        transaction.numbering(sent.id()).missed();
        whole = true;
        delivered = ignored -> {};
    }

    static Optional<Subscription> alive(PresentityTransaction transaction, String id) {
        return transaction.subscription(id).filter(each -> !each.dialog().isOver());
    }

    /** Whether a SUBSCRIBE has changed the next hop since the NOTIFY was sent. */
    static boolean hasMoved(PresentityTransaction transaction, Subscription sent) {
        return alive(transaction, sent.id())
                .filter(now -> !now.dialog().isReachedAs(sent.dialog()))
                .isPresent();
    }

    boolean isIdle() {
        return !inFlight && !dirty && !waiting && last == null;
    }
}
