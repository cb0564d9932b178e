package org.sippresence.events.reg;

import java.util.Objects;
import org.sippresence.notification.EventChange;
import org.sippresence.registration.RegistrationChange;
import org.sippresence.registration.RegistrationChange.Event;

/** Change of a contact, for the watchers of {@code reg}. */
public record ContactChange(RegistrationChange change) implements EventChange {

    public ContactChange {
        Objects.requireNonNull(change, "change");
    }

    @Override
    public String key() {
        return change.binding().id();
    }

    /** Merges the changes: a contact that is new to the watcher remains new despite later refreshes. */
    @Override
    public EventChange after(EventChange earlier) {
        Event before = ((ContactChange) earlier).change.event();
        boolean isNew = before == Event.REGISTERED || before == Event.CREATED;
        return isNew && !change.event().ends()
                ? new ContactChange(new RegistrationChange(change.binding(), before, change.uriChanged()))
                : this;
    }
}
