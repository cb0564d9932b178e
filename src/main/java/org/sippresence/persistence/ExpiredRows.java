package org.sippresence.persistence;

import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.sippresence.presentity.PresentityStore.Cleaned;

/**
 * Removes expired rows. Rows are selected without locks and deleted by their keys, a page at a time, if they are still
 * expired then: a lane may have refreshed them meanwhile.
 */
final class ExpiredRows {

    private static final int PAGE = 256;

    /**
     * Extra time for rows that the lanes handle: a pending subscription changes its state in its lane, and watchers are
     * notified of an expired contact from its lane. Rows that no lane handles are removed after this time. The same
     * holds for publications of watched presentities.
     */
    private static final Duration LANE_GRACE = Duration.ofDays(30);

    /** How long an undecided watcher is kept; a watcher that still subscribes then is stored again. */
    private static final Duration UNDECIDED = Duration.ofDays(1);

    private final Transactions transactions;
    private final Lock writeExclusion;

    /**
     * Creates the removal.
     *
     * @param writeExclusion held while presentities are removed, so that none gets its first publication at the same time
     */
    ExpiredRows(Transactions transactions, Lock writeExclusion) {
        this.transactions = transactions;
        this.writeExclusion = writeExclusion;
    }

    Cleaned removeBefore(Instant now) {
        LocalDateTime time = ColumnValues.millis(now);
        LocalDateTime longAgo = ColumnValues.millis(now.minus(LANE_GRACE));
        int subscriptions =
                remove(ActiveWatcherEntity.EXPIRED, ActiveWatcherEntity.SWEEP, Map.of("now", time, "longAgo", longAgo));
        int publications = remove(PublicationEntity.EXPIRED, PublicationEntity.SWEEP, Map.of("now", time));
        int bindings = remove(LocationEntity.EXPIRED, LocationEntity.SWEEP, Map.of("now", longAgo));
        int unusedChanges = remove(
                PresentityChangeEntity.ACKNOWLEDGED,
                PresentityChangeEntity.SWEEP,
                Map.of("mark", transactions.read(LaggingRows::mark)));
        int unusedUndecided = remove(
                WatcherEntity.UNDECIDED,
                WatcherEntity.SWEEP,
                Map.of("longAgo", ColumnValues.millis(now.minus(UNDECIDED))));
        int presentities = remove(PresentityEntity.IDLE, PresentityEntity.SWEEP, Map.of());
        return new Cleaned(publications, subscriptions, presentities, bindings);
    }

    private int remove(String find, String sweep, Map<String, ?> parameters) {
        int removed = 0;
        String after = "";
        while (true) {
            List<String> ids = page(find, parameters, after);
            if (ids.isEmpty()) {
                return removed;
            }
            removed += remove(sweep, parameters, ids);
            after = ids.get(ids.size() - 1);
        }
    }

    private List<String> page(String find, Map<String, ?> parameters, String after) {
        return transactions.read(manager -> {
            TypedQuery<String> query = manager.createNamedQuery(find, String.class);
            parameters.forEach(query::setParameter);
            return query.setParameter("after", after).setMaxResults(PAGE).getResultList();
        });
    }

    private int remove(String sweep, Map<String, ?> parameters, List<String> ids) {
        writeExclusion.lock();
        try {
            return transactions.change(manager -> {
                Query query = manager.createNamedQuery(sweep);
                parameters.forEach(query::setParameter);
                return query.setParameter("ids", ids).executeUpdate();
            });
        } finally {
            writeExclusion.unlock();
        }
    }
}
