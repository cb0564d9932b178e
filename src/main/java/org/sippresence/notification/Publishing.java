package org.sippresence.notification;

import java.util.Objects;
import java.util.Optional;
import org.sippresence.model.Aor;
import org.sippresence.presentity.Presentities;
import org.sippresence.presentity.Turn;
import org.sippresence.publication.Publications;
import org.sippresence.publication.PublishCommand;
import org.sippresence.publication.PublishOutcome;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;

/**
 * A PUBLISH from its arrival to the NOTIFYs of watchers: has it decided in the presentity's lane, tells how it ended after the
 * commit, and then the watchers. Thread-safe.
 */
public final class Publishing {

    private final Presentities presentities;
    private final Publications publications;
    private final Notifier notifier;

    public Publishing(Presentities presentities, Publications publications, Notifier notifier) {
        this.presentities = Objects.requireNonNull(presentities, "presentities");
        this.publications = Objects.requireNonNull(publications, "publications");
        this.notifier = Objects.requireNonNull(notifier, "notifier");
    }

    /** Decides a request whose event package and domain are known to be served. */
    public void publish(PublishCommand command, Requesting<PublishOutcome> requesting) {
        if (presentities.isOverloaded(command.presentity())) {
            requesting.failed(503);
            return;
        }
        presentities.turnToChange(
                command.presentity(),
                turn -> finish(turn, command, requesting),
                failure -> requesting.failed(Requesting.status(failure)));
    }

    private void finish(Turn turn, PublishCommand command, Requesting<PublishOutcome> requesting) {
        PublishOutcome outcome = publications.publish(command, turn.publications(), turn.now());
        if (outcome instanceof Rejected) {
            requesting.decided(outcome);
            return;
        }
        Accepted accepted = (Accepted) outcome;
        turn.onCommit(later -> requesting.decided(accepted));
        if (accepted.changed()) {
            turn.onCommit(later -> notifier.changed(later, command.event(), except(command)));
        }
        turn.onFailure(() -> requesting.failed(Requesting.unwritten(presentities)));
    }

    /** The publisher itself, if it said so and is believed (Kamailio's {@code sender_uri}). */
    private static Optional<Aor> except(PublishCommand command) {
        try {
            return command.sender().isEmpty() ? Optional.empty() : Optional.of(Aor.parse(command.sender()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
