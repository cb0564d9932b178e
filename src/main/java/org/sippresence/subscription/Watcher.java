package org.sippresence.subscription;

import java.util.Objects;
import org.sippresence.model.Aor;

/**
 * Who subscribes.
 *
 * @param aor the identity that rules are applied to
 * @param displayName from the From header, or empty
 * @param userAgent from the User-Agent header, or empty
 */
public record Watcher(Aor aor, String displayName, String userAgent) {

    public Watcher {
        Objects.requireNonNull(aor, "aor");
        Objects.requireNonNull(displayName, "displayName");
        Objects.requireNonNull(userAgent, "userAgent");
    }
}
