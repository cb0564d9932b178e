package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of {@code notify_mark}: the change number up to which all watchers, or one lagging watcher, have acknowledged
 * everything.
 */
@Entity(name = "NotifyMark")
@Table(name = "notify_mark")
class NotifyMarkEntity {

    @Id
    @Column(name = "id", length = 64)
    private String id;

    @Column(name = "acknowledged", nullable = false)
    private long acknowledged;

    NotifyMarkEntity() {}

    NotifyMarkEntity(String id, long acknowledged) {
        this.id = id;
        this.acknowledged = acknowledged;
    }

    String id() {
        return id;
    }

    long acknowledged() {
        return acknowledged;
    }
}
