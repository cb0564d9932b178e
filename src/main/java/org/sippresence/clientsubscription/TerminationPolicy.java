package org.sippresence.clientsubscription;

import java.util.Set;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;

/** When to retry after a subscription was rejected or ended by the notifier. */
enum TerminationPolicy {
    /** At once. */
    NOW,
    /** After a temporary failure: with increasing delays. */
    LATER,
    /** After a failure that only an administrator can correct: with the longest delay. */
    SELDOM,
    /** Never (RFC 6665 section 4.1.3: rejected, noresource, invariant). */
    NEVER;

    /** Statuses that, as response to a refresh, end the dialog's subscription (RFC 6665 section 4.1.2.2). */
    private static final Set<Integer> DIALOG_ENDS =
            Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private static final Set<Integer> TEMPORARY = Set.of(408, 423, 429, 430, 480, 481, 486, 491, 600);

    /** The policy after a non-2xx final response to the first SUBSCRIBE. */
    static TerminationPolicy ofRefusal(int status) {
        boolean isTemporary = TEMPORARY.contains(status) || (status / 100 == 5 && status != 501 && status != 505);
        return isTemporary ? LATER : SELDOM;
    }

    /** Whether the rejection of a refresh ends the subscription; otherwise it lives until it expires. */
    static boolean endsDialog(int status) {
        return DIALOG_ENDS.contains(status);
    }

    /** The policy after the rejection of a refresh that ended the dialog. */
    static TerminationPolicy ofLostDialog(int status) {
        return status == 481 ? NOW : ofRefusal(status);
    }

    /** The policy after a NOTIFY with the state terminated (RFC 6665 section 4.1.3). */
    static TerminationPolicy ofTermination(SubscriptionState state) {
        return switch (state.reason()) {
            case "deactivated", "timeout" -> NOW;
            case "rejected", "noresource", "invariant" -> NEVER;
            default -> LATER; // probation, giveup, unknown or no reason
        };
    }
}
