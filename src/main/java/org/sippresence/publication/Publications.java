package org.sippresence.publication;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.eventpackage.EtagPolicy;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EntityTag;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.publication.PublishCommand.Content;
import org.sippresence.publication.PublishOutcome.Accepted;
import org.sippresence.publication.PublishOutcome.Rejected;
import org.sippresence.settings.PublicationSettings;

/** Decides PUBLISH requests in the order of RFC 3903 section 6: entity-tag, expiration, body, then the change. Stateless. */
public final class Publications {

    private static final Rejection NO_SUCH_TAG = Rejection.of(412, "Conditional Request Failed");
    private static final Rejection NO_BODY = Rejection.of(400, "An initial PUBLISH needs a body");

    private final EventPackages packages;
    private final PublicationSettings settings;
    private final Bounds bounds;
    private final RandomIdentifiers tags;

    public Publications(EventPackages packages, PublicationSettings settings, Bounds bounds) {
        this.bounds = Objects.requireNonNull(bounds, "bounds");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.tags = new RandomIdentifiers(settings.tagPrefix());
    }

    /** Processes a request whose event package and domain are known to be served; changes the store if it is accepted. */
    public PublishOutcome publish(PublishCommand command, PublicationStore store, Instant now) {
        Optional<Publication> old = command.ifMatch()
                .flatMap(tag -> store.find(command.event(), tag))
                .filter(found -> found.expires().isAfter(now));
        if (old.isEmpty() && command.ifMatch().isPresent()) {
            return new Rejected(NO_SUCH_TAG);
        }
        Optional<Rejection> tooBrief = settings.expires().tooBrief(command.expires());
        if (tooBrief.isPresent()) {
            return new Rejected(tooBrief.get());
        }
        return old.map(found -> change(command, found, store, now)).orElseGet(() -> initial(command, store, now));
    }

    /** Removes every expired publication of the store's presentity; returns whether there was one. */
    public boolean expire(PublicationStore store, Iterable<Publication> all, Instant now) {
        boolean any = false;
        for (Publication each : all) {
            if (!each.expires().isAfter(now)) {
                store.remove(each);
                any = true;
            }
        }
        return any;
    }

    private PublishOutcome initial(PublishCommand command, PublicationStore store, Instant now) {
        if (command.content() instanceof Content.Unusable unusable) {
            return new Rejected(unusable.rejection());
        }
        if (!(command.content() instanceof Content.State state)) {
            return new Rejected(NO_BODY);
        }
        int expires = settings.expires().lifetime(command.expires());
        EntityTag tag = new EntityTag(tags.next());
        Optional<Rejection> tooMany = expires > 0 ? tooMany(command, store, now) : Optional.empty();
        if (tooMany.isPresent()) {
            return new Rejected(tooMany.get());
        }
        if (expires > 0) {
            store.save(new Publication(
                    tags.next(),
                    command.presentity(),
                    command.event(),
                    tag,
                    now,
                    now.plusSeconds(expires),
                    state.body(),
                    command.sender()));
        }
        return new Accepted(tag, settings.expires().header(expires), expires > 0);
    }

    private Optional<Rejection> tooMany(PublishCommand command, PublicationStore store, Instant now) {
        String domain = command.presentity().domain();
        if (isFull(command, store, now)) {
            return Optional.of(bounds.refuse(Bound.PUBLICATIONS, domain, "Too many publications of this presentity"));
        }
        if (bounds.isReached(Bound.TOTAL_PUBLICATIONS, command.presentity(), store.countInDomain())) {
            return Optional.of(bounds.refuse(Bound.TOTAL_PUBLICATIONS, domain, "Too many publications"));
        }
        return Optional.empty();
    }

    private boolean isFull(PublishCommand command, PublicationStore store, Instant now) {
        List<Publication> all = store.publications(command.event());
        return bounds.isReached(Bound.PUBLICATIONS, command.presentity(), all.size())
                && bounds.isReached(
                        Bound.PUBLICATIONS,
                        command.presentity(),
                        all.stream().filter(each -> each.expires().isAfter(now)).count());
    }

    private PublishOutcome change(PublishCommand command, Publication old, PublicationStore store, Instant now) {
        int expires = settings.expires().lifetime(command.expires());
        EntityTag tag = packages.get(command.event()).etagPolicy() == EtagPolicy.ONCE
                ? old.entityTag()
                : new EntityTag(tags.next());
        if (expires == 0) {
            store.remove(old);
            return new Accepted(tag, 0, true);
        }
        if (command.content() instanceof Content.Unusable unusable) {
            return new Rejected(unusable.rejection());
        }
        boolean changed = command.content() instanceof Content.State state
                && !state.body().equals(old.body());
        store.save(
                changed
                        ? new Publication(
                                old.id(),
                                old.presentity(),
                                old.event(),
                                tag,
                                now,
                                now.plusSeconds(expires),
                                ((Content.State) command.content()).body(),
                                command.sender())
                        : old.refreshed(tag, now.plusSeconds(expires)));
        return new Accepted(tag, settings.expires().header(expires), changed);
    }
}
