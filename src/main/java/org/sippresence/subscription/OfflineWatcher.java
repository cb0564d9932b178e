package org.sippresence.subscription;

import java.time.Instant;
import java.util.Objects;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;

/**
 * A watcher who came while the presentity was offline and waits for its consent: the presentity is told when it comes back
 * (table {@code offline_winfo}). There is one of each watcher and event package.
 *
 * @param pdomain the tenant that the presentity belongs to
 * @param event the package that was subscribed to, such as {@code presence}
 * @param since when the watcher came last
 * @param until when it is forgotten if nobody was told
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
