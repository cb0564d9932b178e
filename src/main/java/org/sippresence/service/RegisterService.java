package org.sippresence.service;

import java.util.Objects;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.RegisterCommand;
import org.sippresence.registration.RegisterOutcome;
import org.sippresence.registration.RegisterOutcome.Rejected;
import org.sippresence.registration.Registrations;

/**
 * Processes a REGISTER: decides it in the lane of the registered user and reports the outcome after the commit. The listener of
 * {@link org.sippresence.presentity.PresentityListeners#onRegistrations} notifies the watchers. Thread-safe.
 */
public final class RegisterService {

    private final Presentities presentities;
    private final Registrations registrations;

    public RegisterService(Presentities presentities, Registrations registrations) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.registrations = Objects.requireNonNull(registrations, "registrations");
    }

    /** Decides a request whose domain is served here. */
    public void register(RegisterCommand command, ResultListener<RegisterOutcome> listener) {
        if (presentities.isOverloaded(command.aor())) {
            listener.failed(503);
            return;
        }
        presentities.executeChange(
                command.aor(),
                transaction -> finish(transaction, command, listener),
                failure -> listener.failed(ResultListener.status(failure)));
    }

    private void finish(
            PresentityTransaction transaction, RegisterCommand command, ResultListener<RegisterOutcome> listener) {
        RegisterOutcome outcome = registrations.register(command, transaction.registrations(), transaction.now());
        if (outcome instanceof Rejected) {
            listener.decided(outcome);
            return;
        }
        transaction.onCommit(later -> listener.decided(outcome));
        transaction.onFailure(() -> listener.failed(ResultListener.unwritten(presentities)));
    }
}
