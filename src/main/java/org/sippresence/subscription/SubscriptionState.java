package org.sippresence.subscription;

/** The states of RFC 3857 section 4.7.1, of which RFC 6665 shows three to the subscriber. */
public sealed interface SubscriptionState {

    /** As in the Subscription-State header and in the table: pending, active, waiting or terminated. */
    String label();

    /** Waits for the presentity's consent; sees no state. */
    record Pending() implements SubscriptionState {
        @Override
        public String label() {
            return "pending";
        }
    }

    /** Sees the state. */
    record Active() implements SubscriptionState {
        @Override
        public String label() {
            return "active";
        }
    }

    /** Ended while it was pending; remembered so that the presentity can still decide (RFC 3857 section 4.7.1). */
    record Waiting() implements SubscriptionState {
        @Override
        public String label() {
            return "waiting";
        }
    }

    /**
     * Ended.
     *
     * @param reason of RFC 6665 section 4.1.3: deactivated, probation, rejected, timeout, giveup, noresource, invariant; or
     *     approved after waiting, which no watcher is told
     * @param showsState whether the last NOTIFY still carries the state: the subscription was active
     */
    record Terminated(String reason, boolean showsState) implements SubscriptionState {
        @Override
        public String label() {
            return "terminated";
        }
    }
}
