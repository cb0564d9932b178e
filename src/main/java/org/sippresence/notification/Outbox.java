package org.sippresence.notification;

import java.time.Instant;
import org.sippresence.presentity.Numbering;
import org.sippresence.subscription.Subscription;

/**
 * The NOTIFY traffic of one subscription: at most one in flight, what changes meanwhile collapses into one more. Exists only
 * while there is something to send or to wait for. Touched by the presentity's lane only.
 */
final class Outbox {

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

    /** Attempts in a row that neither succeeded nor ended the subscription. */
    int failures;

    /** The ended subscription whose last NOTIFY is still to be sent. */
    Subscription last;

    /** Counts on for {@link #last}, whose row is gone. */
    Numbering lastNumbering;

    boolean isIdle() {
        return !inFlight && !dirty && !waiting && last == null;
    }
}
