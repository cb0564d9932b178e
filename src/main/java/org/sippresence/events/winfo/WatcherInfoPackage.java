package org.sippresence.events.winfo;

import java.util.List;
import org.sippresence.access.Operation;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/** The event package for the subscriptions of another one: {@code presence.winfo} for {@code presence} (RFC 3857). */
final class WatcherInfoPackage implements EventPackage {

    private final EventName name;
    private final boolean ownOnly;

    /**
     * Applies the template to an event package.
     *
     * @param ownOnly whether only the presentity itself may see its watchers
     */
    WatcherInfoPackage(EventName watched, boolean ownOnly) {
        this.name = watched.ofWatchers();
        this.ownOnly = ownOnly;
    }

    @Override
    public EventName name() {
        return name;
    }

    @Override
    public List<MediaType> notifyTypes() {
        return List.of(WatcherInfoDocument.TYPE);
    }

    @Override
    public boolean requiresAuthorization() {
        return false;
    }

    @Override
    public Authorization admit(Aor presentity, RequestIdentity watcher) {
        return ownOnly && !watcher.may(Operation.WATCH_WATCHERS, presentity)
                ? Authorization.BLOCK
                : Authorization.ALLOW;
    }
}
