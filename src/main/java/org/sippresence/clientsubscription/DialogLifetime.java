package org.sippresence.clientsubscription;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * The times of a subscription in one dialog: what was requested and granted, and when the next SUBSCRIBE is due. Immutable.
 *
 * @param requested seconds that the next SUBSCRIBE requests
 * @param established when the dialog was established
 * @param sent when the last SUBSCRIBE was sent
 * @param expires the end of the granted lifetime; {@link Instant#MAX} while none is granted
 * @param notified whether a NOTIFY has arrived
 * @param stateWanted whether a SUBSCRIBE for the full state is due
 */
record DialogLifetime(
        int requested, Instant established, Instant sent, Instant expires, boolean notified, boolean stateWanted) {

    /**
     * Timer N (RFC 6665 section 4.1.2.4): the first NOTIFY must arrive within this time, and late messages have arrived by then.
     */
    static final Duration TIMER_N = Duration.ofSeconds(32);

    /** A subscription that ended sooner is not created again at once. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(30);

    /** The minimum time between two SUBSCRIBEs of a dialog. */
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(3);

    /** A shorter remaining lifetime is halved. */
    private static final Duration BRIEF = Duration.ofSeconds(10);

    /** A new dialog. */
    static DialogLifetime requesting(int seconds) {
        return new DialogLifetime(seconds, Instant.MIN, Instant.MIN, Instant.MAX, false, false);
    }

    DialogLifetime sentAt(Instant now) {
        return new DialogLifetime(requested, established, now, expires, notified, false);
    }

    DialogLifetime establishedAt(Instant now) {
        return new DialogLifetime(requested, now, sent, expires, notified, stateWanted);
    }

    DialogLifetime afterNotify() {
        return new DialogLifetime(requested, established, sent, expires, true, stateWanted);
    }

    DialogLifetime wantingState() {
        return new DialogLifetime(requested, established, sent, expires, notified, true);
    }

    /** Changes the requested lifetime after a 423. */
    DialogLifetime requestingInstead(int seconds) {
        return new DialogLifetime(seconds, established, sent, expires, notified, stateWanted);
    }

    /** Applies the Expires of a 2xx. */
    DialogLifetime granted(int seconds, Instant now) {
        return expiring(now.plusSeconds(seconds));
    }

    /** Applies the expires parameter of a NOTIFY; a difference of less than two seconds is a rounding error. */
    DialogLifetime granted(OptionalInt seconds, Instant now) {
        Instant end = now.plusSeconds(grantedOf(seconds));
        if (expires.equals(Instant.MAX)) {
            return expiring(end);
        }
        boolean isSame =
                seconds.isEmpty() || Duration.between(expires, end).abs().toSeconds() < 2;
        return isSame ? this : expiring(end);
    }

    private DialogLifetime expiring(Instant end) {
        return new DialogLifetime(requested, established, sent, end, notified, stateWanted);
    }

    /** The granted seconds: at most the requested ones. */
    int grantedOf(OptionalInt seconds) {
        return Math.min(seconds.orElse(requested), requested);
    }

    boolean isExpired(Instant now) {
        return !expires.isAfter(now);
    }

    boolean missesNotify(Instant now) {
        return !notified && !established.plus(TIMER_N).isAfter(now);
    }

    boolean isShort(Instant now) {
        return !established.plus(SHORT_LIFE).isBefore(now);
    }

    /**
     * The time until the next SUBSCRIBE if no other event occurs before.
     *
     * @param random from 0 to 1
     */
    Duration untilRefresh(Instant now, double random) {
        Duration allowed = Duration.between(now, sent.plus(MIN_INTERVAL));
        if (stateWanted) {
            return allowed;
        }
        Duration left = Duration.between(now, expires);
        Duration refresh = left.compareTo(BRIEF) < 0
                ? left.dividedBy(2)
                : left.multipliedBy(80 + (long) (10 * random)).dividedBy(100);
        Duration next = notified ? refresh : Collections.min(List.of(refresh, TIMER_N));
        return Collections.max(List.of(next, allowed));
    }
}
