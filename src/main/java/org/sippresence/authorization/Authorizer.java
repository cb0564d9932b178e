package org.sippresence.authorization;

import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.settings.SubscriptionSettings.Auth;

/** Decides about watchers. Called in the presentity's lane; must not block. */
@FunctionalInterface
public interface Authorizer {

    Authorization decide(Aor watcher, Aor presentity, EventName event);

    /** The seed's ways without rules: everybody, or nobody until the presentity consents. */
    static Authorizer of(Auth auth) {
        Authorization always = auth == Auth.NONE ? Authorization.ALLOW : Authorization.CONFIRM;
        return (watcher, presentity, event) -> always;
    }
}
