package org.sippresence.subscription;

/** The states of RFC 3857 section 4.7.1; RFC 6665 shows three of them to the subscriber. */
public sealed interface SubscriptionState {

    /** Returns the name in the Subscription-State header and in the table: pending, active, waiting or terminated. */
    String label();

    /** Waits for authorization by the presentity; the watcher does not see the state. */
    record Pending() implements SubscriptionState {
        @Override
        public String label() {
            return "pending";
        }
    }

    /** The watcher sees the state. */
    record Active() implements SubscriptionState {
        @Override
        public String label() {
            return "active";
        }
    }

    /** Ended while pending; kept so that the presentity can still decide (RFC 3857 section 4.7.1). */
    record Waiting() implements SubscriptionState {
        @Override
        public String label() {
            return "waiting";
        }
    }

    /**
     * Ended.
     *
     * @param reason a reason of RFC 6665 section 4.1.3: deactivated, probation, rejected, timeout, giveup, noresource, invariant;
     * or approved after waiting, which is not sent to the watcher
     * @param showsState whether the last NOTIFY still carries the state: the subscription was active
     */
    record Terminated(String reason, boolean showsState) implements SubscriptionState {
        @Override
        public String label() {
            return "terminated";
        }
    }
}
