package org.sippresence.events.reg;

import java.util.List;
import java.util.Set;
import org.sippresence.access.Operation;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;

/**
 * The event package {@code reg} (RFC 3680). Only the user and the configured watchers may see a user's registrations (section
 * 4.5).
 */
public final class RegPackage implements EventPackage {

    public static final EventName NAME = new EventName("reg");

    static final MediaType REGINFO = new MediaType("application", "reginfo+xml");

    private final Set<Aor> watchers;

    /** @param watchers those who may subscribe to the registrations of others, such as other servers */
    public RegPackage(Set<Aor> watchers) {
        this.watchers = Set.copyOf(watchers);
    }

    @Override
    public EventName name() {
        return NAME;
    }

    @Override
    public List<MediaType> notifyTypes() {
        return List.of(REGINFO);
    }

    @Override
    public boolean requiresAuthorization() {
        return false;
    }

    @Override
    public Authorization admit(Aor presentity, RequestIdentity watcher) {
        return watcher.may(Operation.WATCH_CONTACTS, presentity) || watchers.contains(watcher.aor())
                ? Authorization.ALLOW
                : Authorization.BLOCK;
    }
}
