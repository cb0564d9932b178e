package org.sippresence.bootstrap;

import java.util.Objects;
import java.util.function.Consumer;
import org.sippresence.engine.Ownership;
import org.sippresence.notification.Notify;
import org.sippresence.notification.NotifySender;

/**
 * Sends NOTIFYs while this process owns the database. A suspended process may have lost it when it resumes: its NOTIFYs are
 * deferred until the ownership is known.
 */
final class OwnerNotifySender implements NotifySender {

    /** Seconds until the next attempt. */
    private static final int RETRY_SECONDS = 1;

    private static final int LOST_SECONDS = 3600;

    private final NotifySender sender;
    private final Ownership ownership;

    OwnerNotifySender(NotifySender sender, Ownership ownership) {
        this.sender = Objects.requireNonNull(sender, "sender");
        this.ownership = Objects.requireNonNull(ownership, "ownership");
    }

    @Override
    public void send(Notify notify, Consumer<Answer> answer) {
        if (ownership.isHeld()) {
            sender.send(notify, answer);
        } else {
            answer.accept(new Answer.Response(503, ownership.isLost() ? LOST_SECONDS : RETRY_SECONDS));
        }
    }
}
