package org.sippresence.presentity;

import java.util.List;
import java.util.Optional;

/**
 * What the writes of a turn were about, once they are committed.
 *
 * @param published whether a publication was saved or removed
 * @param more whether a subscription was saved
 * @param fewer whether one was removed
 */
record CommittedChanges(boolean published, boolean more, boolean fewer) {

    /** Gives the numbers that are reserved now to their subscriptions. */
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

    /** Whether the presentity is watched now; empty if that cannot have changed. */
    Optional<Boolean> watched(PresentityState state) {
        boolean watched = !state.subscriptions.isEmpty();
        return Optional.of(watched).filter(is -> is ? more : fewer);
    }
}
