package org.sippresence.bootstrap;

import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.sippresence.events.reg.ContactChange;
import org.sippresence.events.reg.RegPackage;
import org.sippresence.model.EventName;
import org.sippresence.notification.Notifier;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.registration.RegistrationChange;

/**
 * Notifies watchers of added, removed or refreshed contacts: those of {@code reg}, and those of {@code presence} if contacts
 * count as presence and their set has changed.
 */
record RegistrationListener(Notifier notifier, boolean countsAsPresence)
        implements BiConsumer<PresentityTransaction, List<RegistrationChange>> {

    RegistrationListener {
        Objects.requireNonNull(notifier, "notifier");
    }

    @Override
    public void accept(PresentityTransaction transaction, List<RegistrationChange> changes) {
        if (countsAsPresence && changes.stream().anyMatch(RegistrationChange::isVisible)) {
            int unused = notifier.notifyWatchers(transaction, EventName.PRESENCE);
        }
        notifier.notifyWatchers(
                transaction,
                RegPackage.NAME,
                changes.stream().map(ContactChange::new).toList());
    }
}
