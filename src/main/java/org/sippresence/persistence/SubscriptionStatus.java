package org.sippresence.persistence;

import java.util.Arrays;
import java.util.Locale;
import org.sippresence.subscription.SubscriptionEvent;
import org.sippresence.subscription.SubscriptionState;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

/**
 * The state of a subscription as Kamailio's tables store it.
 *
 * @param number 1 active, 2 pending, 3 terminated, 4 waiting
 * @param reason reason of the termination, or empty
 * @param flags bit 0: the last NOTIFY of a terminated subscription still carries the state
 */
record SubscriptionStatus(int number, String reason, int flags) {

    private static final int ACTIVE = 1;
    private static final int PENDING = 2;
    private static final int TERMINATED = 3;
    private static final int WAITING = 4;
    private static final int SHOWS_STATE = 1;
    private static final String SUBSCRIBE = "subscribe";

    static SubscriptionStatus fromDomain(SubscriptionState state) {
        if (state instanceof Terminated terminated) {
            return new SubscriptionStatus(TERMINATED, terminated.reason(), terminated.showsState() ? SHOWS_STATE : 0);
        }
        if (state instanceof Waiting) {
            return new SubscriptionStatus(WAITING, "", 0);
        }
        return new SubscriptionStatus(state instanceof Active ? ACTIVE : PENDING, "", 0);
    }

    /**
     * The stored decision about a watcher: a watcher approved while waiting has no subscription any more but is
     * allowed.
     */
    static SubscriptionStatus ofDecision(SubscriptionState state) {
        boolean approved =
                state instanceof Terminated terminated && terminated.reason().equals("approved");
        return fromDomain(approved ? new Active() : state);
    }

    /** Reads an unknown number as pending, which reveals nothing. */
    SubscriptionState toDomain() {
        return switch (number) {
            case ACTIVE -> new Active();
            case TERMINATED -> new Terminated(reason, (flags & SHOWS_STATE) != 0);
            case WAITING -> new Waiting();
            default -> new Pending();
        };
    }

    /** The event's name in RFC 3858. Events of a reauthorization are stored by their own names. */
    static String nameOf(SubscriptionEvent event) {
        return event == SubscriptionEvent.SUBSCRIBED ? SUBSCRIBE : event.name().toLowerCase(Locale.ROOT);
    }

    /** Reads an unknown name, written by another program, as the first event. */
    static SubscriptionEvent eventOf(String name) {
        return Arrays.stream(SubscriptionEvent.values())
                .filter(each -> nameOf(each).equals(name))
                .findFirst()
                .orElse(SubscriptionEvent.SUBSCRIBED);
    }
}
