package org.sippresence.clientsubscription;

import java.util.Map;

/**
 * What is held and what has happened since the start.
 *
 * @param held subscriptions with a dialog
 * @param trying those whose first SUBSCRIBE is under way
 * @param waiting those that wait for their turn or for another attempt
 */
public record ClientSubscriptionMetrics(long held, long trying, long waiting, Counts counts) {

    /**
     * What has happened.
     *
     * @param answers to SUBSCRIBEs by kind: {@code 2xx}, {@code 4xx}, {@code timeout} and so on
     * @param notifies by what was answered: {@code taken}, {@code malformed}, {@code repeated}, or the status of the refusal
     * @param lost dialogs that ended before we wanted it
     * @param notBegun subscriptions by why they were not even tried: {@code loop}, {@code too_many}
     */
    public record Counts(Map<String, Long> answers, Map<String, Long> notifies, long lost, Map<String, Long> notBegun) {

        public Counts {
            answers = Map.copyOf(answers);
            notifies = Map.copyOf(notifies);
            notBegun = Map.copyOf(notBegun);
        }
    }
}
