package org.sippresence.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.MappedSuperclass;
import org.sippresence.model.Aor;
import org.sippresence.subscription.Subscription;

/** A row about a watcher of a presentity and event, in Kamailio's columns. */
@MappedSuperclass
class WatcherRow extends PresentityRow {

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

    WatcherRow() {}

    /** Creates a row with the key only, which is enough to delete it. */
    WatcherRow(String id) {
        super(id);
    }

    WatcherRow(String id, Subscription subscription, SubscriptionStatus state) {
        super(id, DerivedKeys.presentity(subscription.presentity()));
        Aor watcher = subscription.watcher().aor();
        this.presentityUri = subscription.presentity().uri();
        this.watcherUri = watcher.uri();
        this.watcherUsername = watcher.user();
        this.watcherDomain = watcher.domain();
        this.event = subscription.event().name().value();
        this.status = state.number();
        this.reason = state.reason();
    }

    final String presentityUri() {
        return presentityUri;
    }

    final String watcherUri() {
        return watcherUri;
    }

    final String event() {
        return event;
    }

    final int status() {
        return status;
    }

    final String reason() {
        return reason;
    }
}
