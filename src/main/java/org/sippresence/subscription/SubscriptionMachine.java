package org.sippresence.subscription;

import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Pending;
import org.sippresence.subscription.SubscriptionState.Terminated;
import org.sippresence.subscription.SubscriptionState.Waiting;

/** The state machine of RFC 3857 section 4.7.1 as a pure function; Terminated is final. */
public final class SubscriptionMachine {

    private SubscriptionMachine() {}

    /** Returns the state after the event; the same state if the event has no effect in it. */
    public static SubscriptionState on(SubscriptionState state, SubscriptionEvent event) {
        if (state instanceof Pending) {
            return pending(state, event);
        }
        if (state instanceof Active) {
            return active(state, event);
        }
        if (state instanceof Waiting) {
            return waiting(state, event);
        }
        return state;
    }

    private static SubscriptionState pending(SubscriptionState state, SubscriptionEvent event) {
        return switch (event) {
            case APPROVED -> new Active();
            case SUBSCRIBED, RECONSIDERED -> state;
            case REJECTED -> new Terminated("rejected", false);
            case TIMEOUT -> new Waiting();
            case GIVEUP -> new Terminated("giveup", false);
            case DEACTIVATED -> new Terminated("deactivated", false);
            case NORESOURCE -> new Terminated("noresource", false);
        };
    }

    private static SubscriptionState active(SubscriptionState state, SubscriptionEvent event) {
        return switch (event) {
            case SUBSCRIBED, APPROVED, GIVEUP -> state;
            case RECONSIDERED -> new Pending();
            case REJECTED -> new Terminated("rejected", false);
            case TIMEOUT -> new Terminated("timeout", true);
            case DEACTIVATED -> new Terminated("deactivated", false);
            case NORESOURCE -> new Terminated("noresource", false);
        };
    }

    /**
     * Handles an event in the waiting state. It has no dialog, so every decision ends it, and only the presentity is notified.
     */
    private static SubscriptionState waiting(SubscriptionState state, SubscriptionEvent event) {
        return switch (event) {
            case SUBSCRIBED, RECONSIDERED, TIMEOUT -> state;
            case APPROVED -> new Terminated("approved", false);
            case REJECTED -> new Terminated("rejected", false);
            case GIVEUP -> new Terminated("giveup", false);
            case DEACTIVATED, NORESOURCE -> new Terminated("noresource", false);
        };
    }
}
