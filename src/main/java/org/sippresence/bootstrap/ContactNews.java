package org.sippresence.bootstrap;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.sippresence.events.reg.ContactChange;
import org.sippresence.events.reg.RegPackage;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.Turn;
import org.sippresence.registration.RegistrationChange;

/**
 * Who is told that contacts came, went or were refreshed: watchers of {@code reg}, and those of {@code presence} if contacts
 * count there and there are others than before.
 */
record ContactNews(Notifier notifier, boolean countsAsPresence) implements BiConsumer<Turn, List<RegistrationChange>> {

    ContactNews {
        Objects.requireNonNull(notifier, "notifier");
    }

    @Override
    public void accept(Turn turn, List<RegistrationChange> changes) {
        if (countsAsPresence && changes.stream().anyMatch(RegistrationChange::isVisible)) {
            int unused = notifier.changed(turn, EventName.PRESENCE);
        }
        notifier.changed(
                turn, RegPackage.NAME, changes.stream().map(ContactChange::new).toList());
    }
}
