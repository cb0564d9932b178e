package org.sippresence.clientsubscription;

import java.util.Map;

/**
 * Current numbers of client subscriptions, and counts since the start.
 *
 * @param established subscriptions with a dialog
 * @param trying subscriptions whose first SUBSCRIBE is in progress
 * @param waiting subscriptions that wait for the rate limiter or for another attempt
 */
public record ClientSubscriptionMetrics(long established, long trying, long waiting, Counts counts) {

    /**
     * Counts since the start.
     *
     * @param answers results of SUBSCRIBEs by kind: {@code 2xx}, {@code 4xx}, {@code timeout} and so on
     * @param notifies NOTIFYs by result: {@code taken}, {@code malformed}, {@code repeated}, or the status of the rejection
     * @param lost dialogs that ended unexpectedly
     * @param notBegun subscriptions that were not tried, by reason: {@code loop}, {@code too_many}
     */
    public record Counts(Map<String, Long> answers, Map<String, Long> notifies, long lost, Map<String, Long> notBegun) {

        public Counts {
            answers = Map.copyOf(answers);
            notifies = Map.copyOf(notifies);
            notBegun = Map.copyOf(notBegun);
        }
    }
}
