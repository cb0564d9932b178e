package org.sippresence.subscription;

import java.util.Objects;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;

/**
 * Who subscribes.
 *
 * @param identity under which the SUBSCRIBE came; how it was known is not stored with the subscription
 * @param displayName from the From header, or empty
 * @param userAgent from the User-Agent header, or empty
 */
public record Watcher(RequestIdentity identity, String displayName, String userAgent) {

    public Watcher {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(userAgent, "userAgent");
    }

    /** A watcher whose identity only the request itself names. */
    public Watcher(Aor aor, String displayName, String userAgent) {
        this(RequestIdentity.claimed(aor), displayName, userAgent);
    }

    /** The identity that rules are applied to. */
    public Aor aor() {
        return identity.aor();
    }
}
