package org.sippresence.presentity;

import java.util.List;
import java.util.Optional;

/**
 * Summary of the committed writes of a presentity transaction.
 *
 * @param published whether a publication was saved or removed
 * @param more whether a subscription was saved
 * @param fewer whether a subscription was removed
 */
record CommittedChanges(boolean published, boolean more, boolean fewer) {

    /** Summarizes the writes and releases the reserved sequence numbers to their subscriptions. */
    static CommittedChanges of(PresentityState state, List<Write> writes) {
        boolean published = false;
        boolean more = false;
        boolean fewer = false;
        for (Write write : writes) {
            published |= write instanceof Write.SavePublication || write instanceof Write.RemovePublication;
            fewer |= write instanceof Write.RemoveSubscription;
            if (write instanceof Write.SaveSubscription saved) {
                more = true;
                state.subscription(saved.subscription().id())
                        .ifPresent(watched -> watched.numbering().reserved(saved.reserved()));
            }
        }
        return new CommittedChanges(published, more, fewer);
    }

    /** Returns whether the presentity has subscriptions now; empty if that cannot have changed. */
    Optional<Boolean> watched(PresentityState state) {
        boolean watched = !state.subscriptions.isEmpty();
        return Optional.of(watched).filter(is -> is ? more : fewer);
    }
}
