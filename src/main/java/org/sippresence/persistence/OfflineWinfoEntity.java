package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDateTime;
import org.sippresence.model.Aor;
import org.sippresence.model.EventName;
import org.sippresence.subscription.OfflineWatcher;

/**
 * A row of {@code offline_winfo}: a watcher that subscribed while the presentity was offline. The key consists of the
 * columns that are unique together, so that a row is written without reading it first; the database alone generates
 * {@code dbid}.
 */
@Entity(name = "OfflineWinfo")
@Table(name = "offline_winfo")
@IdClass(OfflineWinfoEntity.Key.class)
@NamedQuery(
        name = OfflineWinfoEntity.OF_PRESENTITY,
        query = "select o from OfflineWinfo o where o.uid = :uid order by o.begun, o.createdOn, o.watcher, o.events")
@NamedQuery(name = OfflineWinfoEntity.SWEEP, query = "delete from OfflineWinfo o where o.expiresOn < :now")
class OfflineWinfoEntity {

    static final String OF_PRESENTITY = "OfflineWinfo.ofPresentity";
    static final String SWEEP = "OfflineWinfo.sweep";

    /** Only pending watchers are stored. */
    private static final String PENDING = "pending";

    @Id
    @Column(name = "uid")
    private String uid;

    @Id
    @Column(name = "watcher")
    private String watcher;

    @Id
    @Column(name = "events", length = 64)
    private String events;

    @Id
    @Column(name = "domain", length = 128)
    private String domain;

    @Column(name = "status", nullable = false, length = 32)
    private String status;

    @Column(name = "created_on", nullable = false)
    private LocalDateTime createdOn;

    /** The start time as a number; orders the watchers of a presentity. */
    @Column(name = "begun", nullable = false)
    private long begun;

    @Column(name = "expires_on", nullable = false)
    private LocalDateTime expiresOn;

    OfflineWinfoEntity() {}

    OfflineWinfoEntity(OfflineWatcher watcher) {
        this.uid = watcher.presentity().uri();
        this.watcher = watcher.watcher().uri();
        this.events = watcher.event().value();
        this.domain = watcher.pdomain();
        this.status = PENDING;
        this.createdOn = ColumnValues.millis(watcher.since());
        this.begun = ColumnValues.microsSinceEpoch(watcher.since());
        this.expiresOn = ColumnValues.millis(watcher.until());
    }

    /** The key as one text. URIs contain no blanks, so the parts are unambiguous. */
    String key() {
        return uid + ' ' + watcher + ' ' + events;
    }

    OfflineWatcher toDomain() {
        return new OfflineWatcher(
                new Aor(uid),
                domain,
                new Aor(watcher),
                new EventName(events),
                ColumnValues.instant(begun, createdOn),
                ColumnValues.instant(expiresOn));
    }

    /** The key class that Jakarta Persistence requires. */
    record Key(String uid, String watcher, String events, String domain) implements Serializable {}
}
