package org.sippresence.clientsubscription;

import java.util.Set;
import org.sippresence.clientsubscription.IncomingNotify.SubscriptionState;

/** What follows when a subscription is refused or ended by the other end. */
enum TerminationPolicy {
    /** A new one may be made at once. */
    NOW,
    /** Trouble that passes: tried again, after longer and longer times. */
    LATER,
    /** Only somebody's hand changes this: tried again after the longest time. */
    SELDOM,
    /** Nothing more is tried (RFC 6665 section 4.1.3: rejected, noresource, invariant). */
    NEVER;

    /** Refusals of a refresh that end the dialog's subscription (RFC 6665 section 4.1.2.2). */
    private static final Set<Integer> DIALOG_IS_OVER =
            Set.of(404, 405, 410, 416, 480, 481, 482, 483, 484, 485, 489, 501, 604);

    private static final Set<Integer> PASSING = Set.of(408, 423, 429, 430, 480, 481, 486, 491, 600);

    /** After a final response to the first SUBSCRIBE that is no success. */
    static TerminationPolicy ofRefusal(int status) {
        boolean passes = PASSING.contains(status) || (status / 100 == 5 && status != 501 && status != 505);
        return passes ? LATER : SELDOM;
    }

    /** Whether the refusal of a refresh ends the subscription; otherwise it lives until it expires. */
    static boolean endsDialog(int status) {
        return DIALOG_IS_OVER.contains(status);
    }

    /** After the refusal of a refresh that ended the dialog. */
    static TerminationPolicy ofLostDialog(int status) {
        return status == 481 ? NOW : ofRefusal(status);
    }

    /** After a NOTIFY that says terminated (RFC 6665 section 4.1.3). */
    static TerminationPolicy ofTermination(SubscriptionState state) {
        return switch (state.reason()) {
            case "deactivated", "timeout" -> NOW;
            case "rejected", "noresource", "invariant" -> NEVER;
            default -> LATER; // probation, giveup, what is unknown, nothing
        };
    }
}
