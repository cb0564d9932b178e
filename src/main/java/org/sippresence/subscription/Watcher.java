package org.sippresence.subscription;

import java.util.Objects;
import org.sippresence.authorization.RequestIdentity;
import org.sippresence.model.Aor;

/**
 * The watcher of a subscription.
 *
 * @param identity the identity of the SUBSCRIBE; its source is not stored with the subscription
 * @param displayName from the From header, or empty
 * @param userAgent from the User-Agent header, or empty
 */
public record Watcher(RequestIdentity identity, String displayName, String userAgent) {

    public Watcher {
        Objects.requireNonNull(identity, "identity");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(userAgent, "userAgent");
    }

    /** Creates a watcher whose identity is only claimed by the request itself. */
    public Watcher(Aor aor, String displayName, String userAgent) {
        this(RequestIdentity.claimed(aor), displayName, userAgent);
    }

    /** Returns the identity to which rules apply. */
    public Aor aor() {
        return identity.aor();
    }
}
