package org.sippresence.service;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.notification.CompositionCache;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.publication.Publications;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;

/**
 * Processes a PUBLISH: decides it in the presentity's lane, reports the outcome after the commit, then notifies the watchers.
 * Thread-safe.
 */
public final class PublishService {

    private final Presentities presentities;
    private final Publications publications;
    private final Notifier notifier;
    private final CompositionCache compositions;

    public PublishService(
            Presentities presentities, Publications publications, Notifier notifier, CompositionCache compositions) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.publications = Objects.requireNonNull(publications, "publications");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
        this.compositions = Objects.requireNonNull(compositions, "compositions");
    }

    /** Decides a request whose event package and domain are served here. */
    public void publish(PublishCommand command, ResultListener<PublishOutcome> listener) {
        if (presentities.isOverloaded(command.presentity())) {
            listener.failed(503);
            return;
        }
        presentities.executeChange(
                command.presentity(),
                transaction -> respondAndNotify(transaction, command, listener),
                failure -> listener.failed(ResultListener.status(failure)));
    }

    private void respondAndNotify(
            PresentityTransaction transaction, PublishCommand command, ResultListener<PublishOutcome> listener) {
        PublishOutcome outcome = publications.publish(command, transaction.publications(), transaction.now());
        if (outcome instanceof Rejected) {
            listener.decided(outcome);
            return;
        }
        Accepted accepted = (Accepted) outcome;
        transaction.onCommit(later -> listener.decided(accepted));
        if (accepted.changed()) {
            compositions.keepParsed(transaction, command);
            transaction.onCommit(later -> notifier.notifyWatchers(later, command.event(), except(command)));
        }
        transaction.onFailure(() -> listener.failed(ResultListener.unwritten(presentities)));
    }

    /** The publisher itself, if its request names it as sender and the name is trusted (Kamailio's {@code sender_uri}). */
    private static Optional<Aor> except(PublishCommand command) {
        return command.sender().isEmpty() ? Optional.empty() : Aor.tryParse(command.sender());
    }
}
