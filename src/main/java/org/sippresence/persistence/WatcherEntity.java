package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalDateTime;
import org.sippresence.model.Aor;
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
class WatcherEntity {

    static final String UNDECIDED = "Watcher.undecided";
    static final String SWEEP = "Watcher.sweep";

    @Id
    @Column(name = "id", length = 64)
    private String id;

    @Column(name = "pres_id", nullable = false, updatable = false, length = 64)
    private String presId;

    @Column(name = "presentity_uri", nullable = false, updatable = false)
    private String presentityUri;

    @Column(name = "watcher_uri", nullable = false, updatable = false)
    private String watcherUri;

    @Column(name = "watcher_username", nullable = false, updatable = false)
    private String watcherUsername;

    @Column(name = "watcher_domain", nullable = false, updatable = false)
    private String watcherDomain;

    @Column(name = "event", nullable = false, updatable = false, length = 64)
    private String event;

    @Column(name = "status", nullable = false)
    private int status;

    @Column(name = "reason", nullable = false, length = 64)
    private String reason;

    /** When the first decision about this watcher was made; the upsert does not change it. */
    @Column(name = "inserted_time", nullable = false, updatable = false)
    private LocalDateTime insertedTime;

    WatcherEntity() {}

    static WatcherEntity fromDomain(Subscription subscription, Instant now) {
        Aor watcher = subscription.watcher().aor();
        SubscriptionStatus state = SubscriptionStatus.ofDecision(subscription.state());
        WatcherEntity row = new WatcherEntity();
        row.id = id(subscription);
        row.presId = DerivedKeys.presentity(subscription.presentity());
        row.presentityUri = subscription.presentity().uri();
        row.watcherUri = watcher.uri();
        row.watcherUsername = watcher.user();
        row.watcherDomain = watcher.domain();
        row.event = subscription.event().name().value();
        row.status = state.number();
        row.reason = state.reason();
        row.insertedTime = ColumnValues.millis(now);
        return row;
    }

    static String id(Subscription subscription) {
        return DerivedKeys.decision(
                subscription.presentity(),
                subscription.watcher().aor(),
                subscription.event().name());
    }
}
