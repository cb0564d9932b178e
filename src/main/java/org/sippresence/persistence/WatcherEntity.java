package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.sippresence.subscription.Subscription;

/** A row of {@code watchers}: the decision about a watcher of a presentity and event. */
@Entity(name = "Watcher")
@Table(name = TableNamingStrategy.WATCHERS)
@NamedQuery(
        name = WatcherEntity.UNDECIDED,
        query = "select w.id from Watcher w where w.status = 2 and w.insertedTime < :longAgo"
                + " and w.id > :after order by w.id")
@NamedQuery(
        name = WatcherEntity.SWEEP,
        query = "delete from Watcher w where w.id in (:ids) and w.status = 2 and w.insertedTime < :longAgo")
class WatcherEntity extends WatcherRow {

    static final String UNDECIDED = "Watcher.undecided";
    static final String SWEEP = "Watcher.sweep";

    /** When the first decision about this watcher was made; the upsert does not change it. */
    @Column(name = "inserted_time", nullable = false, updatable = false)
    private LocalDateTime insertedTime;

    WatcherEntity() {}

    WatcherEntity(Subscription subscription, Instant now) {
        super(key(subscription), subscription, SubscriptionStatus.ofDecision(subscription.state()));
        this.insertedTime = ColumnValues.millis(now);
    }

    private static String key(Subscription subscription) {
        return DerivedKeys.decision(
                subscription.presentity(),
                subscription.watcher().aor(),
                subscription.event().name());
    }
}
