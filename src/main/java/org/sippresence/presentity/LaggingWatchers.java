package org.sippresence.presentity;

import java.util.Map;
import java.util.Set;
import org.sippresence.model.Aor;

/**
 * Who may lack something, as it is stored.
 *
 * @param mark up to this number every watcher has acknowledged everything, but those listed
 * @param highest no stored number is larger
 * @param listed the ids of subscriptions that lag behind the mark
 * @param changed presentities that have changed since the mark
 * @param moved presentities whose subscriptions have
 * @param subscriptions the ids, by presentity, of those that are listed or demand a NOTIFY themselves since the mark
 */
public record LaggingWatchers(
        long mark,
        long highest,
        Set<String> listed,
        Set<Aor> changed,
        Set<Aor> moved,
        Map<Aor, Set<String>> subscriptions) {

    /** Nobody. */
    public static final LaggingWatchers NOBODY = new LaggingWatchers(0, 0, Set.of(), Set.of(), Set.of(), Map.of());

    public LaggingWatchers {
        listed = Set.copyOf(listed);
        changed = Set.copyOf(changed);
        moved = Set.copyOf(moved);
        subscriptions = Map.copyOf(subscriptions);
    }
}
