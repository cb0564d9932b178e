package org.sippresence.subscription;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/**
 * Record of a SUBSCRIBE that arrived while the presentity was offline and that waits for authorization: the presentity is
 * notified when it comes back (table {@code offline_winfo}). There is one per watcher and event package.
 *
 * @param pdomain the tenant of the presentity
 * @param event the event package of the subscription, such as {@code presence}
 * @param since time of the watcher's last SUBSCRIBE
 * @param until when the record expires if nobody was notified
 */
public record OfflineWatcher(
        Aor presentity, String pdomain, Aor watcher, EventName event, Instant since, Instant until) {

    public OfflineWatcher {
        Objects.requireNonNull(presentity, "presentity");
        Objects.requireNonNull(pdomain, "pdomain");
        Objects.requireNonNull(watcher, "watcher");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
    }
}
