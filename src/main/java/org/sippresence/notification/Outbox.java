package org.sippresence.notification;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.sippresence.presentity.Numbering;
import org.sippresence.presentity.Turn;
import org.sippresence.subscription.Subscription;

/**
 * The NOTIFY traffic of one subscription: at most one in flight, what changes meanwhile collapses into one more. Exists only
 * while there is something to send or to wait for. Touched by the presentity's lane only.
 */
final class Outbox {

    /** More are told by a whole document. */
    private static final int MOST_CHANGES = 1_000;

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

    /** Counts on for {@link #last}, whose row is gone. */
    Numbering lastNumbering;

    /** What is to be done when what is in flight was answered with 2xx. */
    Consumer<Turn> delivered = turn -> {};

    /** Whether the next document must be whole; only looked at in packages that tell changes. */
    boolean whole;

    /** What is to be told, by its key, in the order in which it came first; replaced by a map of its own when it is needed. */
    Map<String, Change> changes = Map.of();

    void add(Change change) {
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

    boolean isIdle() {
        return !inFlight && !dirty && !waiting && last == null;
    }
}
