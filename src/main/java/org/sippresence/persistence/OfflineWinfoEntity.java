package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDateTime;

/** A row of {@code offline_winfo}: a watcher that came while the presentity was offline. */
@Entity(name = "OfflineWinfo")
@Table(name = "offline_winfo")
class OfflineWinfoEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    @Column(name = "dbid")
    private Long dbid;

    @Column(name = "uid", nullable = false)
    private String uid;

    @Column(name = "watcher", nullable = false)
    private String watcher;

    @Column(name = "events", nullable = false, length = 64)
    private String events;

    @Column(name = "domain", nullable = false, length = 128)
    private String domain;

    @Column(name = "status", nullable = false, length = 32)
    private String status;

    @Column(name = "created_on", nullable = false)
    private LocalDateTime createdOn;

    @Column(name = "expires_on", nullable = false)
    private LocalDateTime expiresOn;

    OfflineWinfoEntity() {}
}
