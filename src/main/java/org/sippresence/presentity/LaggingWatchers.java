package org.sippresence.presentity;

import java.util.Map;
import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Stored record of the watchers that may not have received every change.
 *
 * @param mark up to this change number every watcher has acknowledged everything, except for the listed subscriptions
 * @param highest the largest stored change number
 * @param listed the ids of subscriptions that lag behind the mark
 * @param changed presentities whose state has changed since the mark
 * @param subscriptionsChanged presentities whose subscriptions have changed since the mark
 * @param subscriptions the ids, by presentity, of subscriptions that are listed or need a NOTIFY of their own since the mark
 */
public record LaggingWatchers(
        long mark,
        long highest,
        Set<String> listed,
        Set<Aor> changed,
        Set<Aor> subscriptionsChanged,
        Map<Aor, Set<String>> subscriptions) {

    /** No lagging watchers. */
    public static final LaggingWatchers NOBODY = new LaggingWatchers(0, 0, Set.of(), Set.of(), Set.of(), Map.of());

    public LaggingWatchers {
        listed = Set.copyOf(listed);
        changed = Set.copyOf(changed);
        subscriptionsChanged = Set.copyOf(subscriptionsChanged);
        subscriptions = Map.copyOf(subscriptions);
    }
}
