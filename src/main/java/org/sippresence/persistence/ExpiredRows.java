package org.sippresence.persistence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import org.hibernate.StatelessSession;
import org.hibernate.query.MutationQuery;
import org.hibernate.query.SelectionQuery;
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
    private static final Duration LEFT_TO_LANES = Duration.ofDays(30);

    /** How long an undecided watcher is kept; a watcher that still subscribes then is stored again. */
    private static final Duration UNDECIDED = Duration.ofDays(1);

    private final Transactions transactions;
    private final Lock noWrites;

    /**
     * Creates the removal.
     *
     * @param noWrites held while presentities are removed, so that none gets its first publication at the same time
     */
    ExpiredRows(Transactions transactions, Lock noWrites) {
        this.transactions = transactions;
        this.noWrites = noWrites;
    }

    Cleaned before(Instant now) {
        Map<String, LocalDateTime> times = Map.of("now", ColumnValues.millis(now));
        Map<String, LocalDateTime> timesOfWatchers =
                Map.of("now", ColumnValues.millis(now), "longAgo", ColumnValues.millis(now.minus(LEFT_TO_LANES)));
        int subscriptions = expired(ActiveWatcherEntity.EXPIRED, ActiveWatcherEntity.SWEEP, timesOfWatchers);
        int publications = expired(PublicationEntity.EXPIRED, PublicationEntity.SWEEP, times);
        int bindings = expired(
                LocationEntity.EXPIRED,
                LocationEntity.SWEEP,
                Map.of("now", ColumnValues.millis(now.minus(LEFT_TO_LANES))));
        acknowledged();
        int unused = expired(
                WatcherEntity.UNDECIDED,
                WatcherEntity.SWEEP,
                Map.of("longAgo", ColumnValues.millis(now.minus(UNDECIDED))));
        return new Cleaned(publications, subscriptions, idle(), bindings);
    }

    /** Removes changes that all watchers have acknowledged. */
    private void acknowledged() {
        long mark = transactions.run(LaggingRows::mark);
        int unused = pages(
                (session, after) -> session.createNamedSelectionQuery(PresentityChangeEntity.ACKNOWLEDGED, String.class)
                        .setParameter("mark", mark)
                        .setParameter("after", after)
                        .setMaxResults(PAGE)
                        .list(),
                (session, ids) -> session.createNamedMutationQuery(PresentityChangeEntity.SWEEP)
                        .setParameter("mark", mark)
                        .setParameterList("ids", ids)
                        .executeUpdate());
    }

    private int expired(String find, String remove, Map<String, LocalDateTime> times) {
        return pages(
                (session, after) -> {
                    SelectionQuery<String> query = session.createNamedSelectionQuery(find, String.class);
                    times.forEach(query::setParameter);
                    return query.setParameter("after", after)
                            .setMaxResults(PAGE)
                            .list();
                },
                (session, ids) -> {
                    MutationQuery query = session.createNamedMutationQuery(remove);
                    times.forEach(query::setParameter);
                    return query.setParameterList("ids", ids).executeUpdate();
                });
    }

    private int idle() {
        return pages(
                (session, after) -> session.createNamedSelectionQuery(PresentityEntity.IDLE, String.class)
                        .setParameter("after", after)
                        .setMaxResults(PAGE)
                        .list(),
                (session, ids) -> session.createNamedMutationQuery(PresentityEntity.SWEEP)
                        .setParameterList("ids", ids)
                        .executeUpdate());
    }

    private int pages(
            BiFunction<StatelessSession, String, List<String>> find,
            ToIntBiFunction<StatelessSession, List<String>> remove) {
        int removed = 0;
        String after = "";
        while (true) {
            String last = after;
            List<String> ids = transactions.run(session -> find.apply(session, last));
            if (ids.isEmpty()) {
                return removed;
            }
            removed += removed(ids, remove);
            after = ids.get(ids.size() - 1);
        }
    }

    private int removed(List<String> ids, ToIntBiFunction<StatelessSession, List<String>> remove) {
        noWrites.lock();
        try {
            return transactions.write(session -> remove.applyAsInt(session, ids));
        } finally {
            noWrites.unlock();
        }
    }
}
