package org.sippresence.notification;

import java.util.Objects;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.Turn;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.registration.Registrations;

/**
 * A REGISTER from its arrival to its answer: has it decided in the lane of whom it is about, and tells how it ended after the
 * commit. Watchers are told by whoever listens to {@link Presentities#onRegistrations}. Thread-safe.
 */
public final class Registering {

    private final Presentities presentities;
    private final Registrations registrations;

    public Registering(Presentities presentities, Registrations registrations) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.registrations = Objects.requireNonNull(registrations, "registrations");
    }

    /** Decides a request whose domain is known to be served. */
    public void register(RegisterCommand command, Requesting<RegisterOutcome> requesting) {
        if (presentities.isOverloaded(command.aor())) {
            requesting.failed(503);
            return;
        }
        presentities.turnToChange(
                command.aor(),
                turn -> finish(turn, command, requesting),
                failure -> requesting.failed(Requesting.status(failure)));
    }

    private void finish(Turn turn, RegisterCommand command, Requesting<RegisterOutcome> requesting) {
        RegisterOutcome outcome = registrations.register(command, turn.registrations(), turn.now());
        if (outcome instanceof Rejected) {
            requesting.decided(outcome);
            return;
        }
        turn.onCommit(later -> requesting.decided(outcome));
        turn.onFailure(() -> requesting.failed(Requesting.unwritten(presentities)));
    }
}
