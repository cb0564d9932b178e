package org.sippresence.presentity.memory;

import com.github.benmanes.caffeine.cache.Interner;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.Dialog;
import org.sippresence.model.EventId;
import org.sippresence.model.EventName;
import org.sippresence.model.MediaType;
import org.sippresence.publication.Publication;
import org.sippresence.subscription.Subscription;

/** Interns values that are equal in many subscriptions and publications. Holds them by weak references. Thread-safe. */
public final class ValueInterner {

    private final Interner<SubscriptionProfile> profiles = Interner.newWeakInterner();
    private final Interner<EventName> events = Interner.newWeakInterner();
    private final Interner<MediaType> types = Interner.newWeakInterner();

    SubscriptionProfile profile(Subscription subscription) {
        Dialog dialog = subscription.dialog();
        EventId event = subscription.event();
        return profiles.intern(new SubscriptionProfile(
                event.id().isEmpty() ? event : new EventId(event.name(), ""),
                subscription.state(),
                subscription.lifecycle().last(),
                subscription.preferences(),
                new SubscriptionProfile.UserAgent(
                        subscription.watcher().userAgent(),
                        dialog.localContact(),
                        dialog.flow().unused())));
    }

    /** Returns an equal publication that shares the interned values and the given presentity. */
    public Publication of(Publication publication, Aor presentity) {
        String uri = presentity.uri();
        return new Publication(
                publication.id(),
                presentity,
                events.intern(publication.event()),
                publication.entityTag(),
                publication.received(),
                publication.expires(),
                Body.of(
                        types.intern(publication.body().type()),
                        publication.body().bytes()),
                publication.sender().equals(uri) ? uri : publication.sender());
    }
}
