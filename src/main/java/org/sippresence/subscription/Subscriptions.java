package org.sippresence.subscription;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.access.Operation;
import org.sippresence.authorization.Authorization;
import org.sippresence.authorization.Authorizer;
import org.sippresence.authorization.Requester;
import org.sippresence.eventpackage.EventPackage;
import org.sippresence.eventpackage.EventPackages;
import org.sippresence.model.Aor;
import org.sippresence.model.Bound;
import org.sippresence.model.Bounds;
import org.sippresence.model.EventName;
import org.sippresence.model.Flow;
import org.sippresence.model.MediaType;
import org.sippresence.model.RandomIdentifiers;
import org.sippresence.model.Rejection;
import org.sippresence.model.RemoteTarget;
import org.sippresence.settings.SubscriptionSettings;
import org.sippresence.subscription.SubscribeOutcome.Accepted;
import org.sippresence.subscription.SubscribeOutcome.Rejected;
import org.sippresence.subscription.Subscription.Lifecycle;
import org.sippresence.subscription.Subscription.Preferences;

/** Decides SUBSCRIBE requests (RFC 6665 section 4.2.1). Stateless. */
public final class Subscriptions {

    private static final Rejection UNKNOWN = Rejection.of(481, "Subscription does not exist");
    private static final Rejection STALE = Rejection.of(500, "CSeq is lower than before");
    private static final Rejection FORBIDDEN = Rejection.of(403, "Forbidden");
    private static final Rejection NOT_ITS_WATCHER = Rejection.of(403, "Subscription of another user");

    private final EventPackages packages;
    private final SubscriptionSettings settings;
    private final Bounds bounds;
    private final RandomIdentifiers tags;
    private final WaitingWatchers waitingList;

    public Subscriptions(EventPackages packages, SubscriptionSettings settings, Bounds bounds) {
        this.bounds = Objects.requireNonNull(bounds, "bounds");
        this.packages = Objects.requireNonNull(packages, "packages");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.tags = new RandomIdentifiers(settings.idPrefix());
        this.waitingList = new WaitingWatchers(settings.waiting());
    }

    /** Processes a request outside a dialog whose event package and domain are known to be served. */
    public SubscribeOutcome subscribe(
            SubscribeCommand command, SubscriptionStore store, Authorizer authorizer, Instant now) {
        EventPackage eventPackage = packages.get(command.event().name());
        Optional<MediaType> type = command.accept().choose(eventPackage.notifyTypes());
        Optional<Rejection> rejection = check(eventPackage, type, command);
        if (rejection.isPresent()) {
            return new Rejected(rejection.get());
        }
        Optional<SubscriptionState> state = authorize(eventPackage, command, authorizer);
        if (state.isEmpty()) {
            return new Rejected(FORBIDDEN);
        }
        int expires = settings.expires().lifetime(command.expires());
        Subscription subscription = new Subscription(
                tags.next(),
                command.presentity(),
                command.event(),
                command.watcher(),
                command.dialog(),
                state.get(),
                new Preferences(type.get(), command.body(), command.parameters()),
                new Lifecycle(now, now.plusSeconds(expires), SubscriptionEvent.SUBSCRIBED));
        boolean waits =
                state.get() instanceof SubscriptionState.Pending && waitingList.isOpen(subscription.presentity());
        if (expires == 0 && !waits) { // a fetch (RFC 6665 section 4.4.3), which leaves no subscription
            return new Accepted(timeout(subscription, store, now), 0);
        }
        Optional<Subscription> same = store.findSameRequest(subscription);
        Optional<Rejection> tooMany = same.isPresent() ? Optional.empty() : tooMany(subscription, store, now);
        if (tooMany.isPresent()) {
            return new Rejected(tooMany.get());
        }
        if (expires == 0) {
            return new Accepted(timeout(subscription, store, now), 0);
        }
        same.ifPresent(each -> store.remove(timedOut(each))); // its subscriber never received the 200
        waitingList.superseded(subscription, store);
        store.save(subscription);
        return new Accepted(subscription, expires);
    }

    private Optional<Rejection> tooMany(Subscription subscription, SubscriptionStore store, Instant now) {
        Aor presentity = subscription.presentity();
        Aor watcher = subscription.watcher().aor();
        EventName event = subscription.event().name();
        if (bounds.isReached(Bound.SUBSCRIPTIONS, presentity, store.countAtMost(event, watcher))
                && bounds.isReached(Bound.SUBSCRIPTIONS, presentity, live(store.subscriptions(event, watcher), now))) {
            return refuse(Bound.SUBSCRIPTIONS, presentity, "Too many subscriptions of this watcher to this presentity");
        }
        if (bounds.isReached(Bound.SUBSCRIPTIONS_PER_WATCHER, watcher, store.countAtMost(watcher))) {
            return refuse(Bound.SUBSCRIPTIONS_PER_WATCHER, watcher, "Too many subscriptions of this watcher");
        }
        if (bounds.isReached(Bound.PRESENTITIES, presentity, store.countOnlyWatched()) && !store.isPresentityKnown()) {
            return refuse(Bound.PRESENTITIES, presentity, "Too many presentities that are only watched");
        }
        if (bounds.isReached(Bound.TOTAL_SUBSCRIPTIONS, presentity, store.countInDomain())) {
            return refuse(Bound.TOTAL_SUBSCRIPTIONS, presentity, "Too many subscriptions");
        }
        return Optional.empty();
    }

    private Optional<Rejection> refuse(Bound bound, Aor holder, String reason) {
        return Optional.of(bounds.refuse(bound, holder.domain(), reason));
    }

    private static long live(Collection<Subscription> subscriptions, Instant now) {
        return subscriptions.stream()
                .filter(each -> each.expires().isAfter(now) && !(each.state() instanceof SubscriptionState.Waiting))
                .count();
    }

    /**
     * Processes a request within a dialog: a refresh or, with Expires 0, an unsubscription. A subscription belongs to the
     * identity that made it.
     */
    public SubscribeOutcome resubscribe(SubscribeCommand command, SubscriptionStore store, Instant now) {
        Optional<Subscription> found = store.find(command.dialog().id())
                .filter(each -> each.event().equals(command.event())
                        && each.expires().isAfter(now)
                        && !each.dialog().isOver());
        if (found.isEmpty()) {
            return new Rejected(UNKNOWN);
        }
        Subscription old = found.get();
        if (!command.watcher().aor().equals(old.watcher().aor())) {
            return new Rejected(NOT_ITS_WATCHER);
        }
        if (command.dialog().remoteCSeq() < old.dialog().remoteCSeq()) { // RFC 3261 section 12.2.2
            return new Rejected(STALE);
        }
        EventPackage eventPackage = packages.get(command.event().name());
        Optional<MediaType> type = command.accept().isPresent()
                ? command.accept().choose(eventPackage.notifyTypes())
                : Optional.of(old.accept());
        Optional<Rejection> rejection = check(eventPackage, type, command);
        if (rejection.isPresent()) {
            return new Rejected(rejection.get());
        }
        int expires = settings.expires().lifetime(command.expires());
        Subscription refreshed = old.refreshed(
                old.dialog()
                        .refreshed(
                                target(command, old),
                                flow(command, old),
                                command.dialog().remoteCSeq()),
                new Preferences(
                        type.get(), command.body().or(() -> old.preferences().body()), command.parameters()),
                now.plusSeconds(expires));
        if (expires == 0) {
            return new Accepted(timeout(refreshed, store, now), 0);
        }
        store.save(refreshed);
        return new Accepted(refreshed, expires);
    }

    /** Returns the new remote target; without a Contact in the request the old one remains. */
    private static RemoteTarget target(SubscribeCommand command, Subscription old) {
        RemoteTarget named = command.dialog().target();
        return named.uri().isEmpty() ? old.dialog().target() : named;
    }

    /**
     * Returns the flow of the request. A repeated request does not move the flow, because anyone who has seen it can repeat it.
     * Without a Contact nothing says whether a source is used, so it is as before.
     */
    private static Flow flow(SubscribeCommand command, Subscription old) {
        Flow before = old.dialog().flow();
        Flow now = command.dialog().flow();
        if (command.dialog().remoteCSeq() == old.dialog().remoteCSeq()) {
            return before;
        }
        boolean isUnknown = command.dialog().target().uri().isEmpty() && now.isDatagram() && !before.isDatagram();
        return isUnknown ? now.unused() : now;
    }

    /**
     * Removes a subscription; returns it as its last NOTIFY should show it.
     *
     * @param event any event except a {@link #timeout}
     */
    public Subscription end(Subscription subscription, SubscriptionEvent event, SubscriptionStore store) {
        Subscription ended = subscription.with(SubscriptionMachine.on(subscription.state(), event), event);
        store.remove(ended);
        return ended;
    }

    /**
     * Handles a subscription that was ended by its watcher, was not refreshed, or whose watcher is unreachable. A pending one
     * becomes a waiting one without a dialog (RFC 3857 section 4.7.1); one that has waited too long is given up.
     *
     * @return the subscription as its last NOTIFY should show it
     */
    public Subscription timeout(Subscription subscription, SubscriptionStore store, Instant now) {
        if (subscription.state() instanceof SubscriptionState.Waiting) {
            return end(subscription, SubscriptionEvent.GIVEUP, store);
        }
        Subscription ended = timedOut(subscription);
        if (subscription.state() instanceof SubscriptionState.Pending
                && waitingList.isOpen(subscription.presentity())) {
            waitingList.add(subscription, store, now);
        } else {
            store.remove(ended);
        }
        return ended;
    }

    /** Returns the subscription as terminated for its watcher, which must not see the waiting state. */
    private static Subscription timedOut(Subscription subscription) {
        boolean showsState = subscription.state() instanceof SubscriptionState.Active;
        return subscription.with(new SubscriptionState.Terminated("timeout", showsState), SubscriptionEvent.TIMEOUT);
    }

    /** Ends every expired subscription; returns them as their last NOTIFYs should show them. */
    public List<Subscription> expire(SubscriptionStore store, Instant now) {
        List<Subscription> ended = new ArrayList<>();
        for (Subscription each : store.over(now)) {
            ended.add(timeout(each, store, now));
        }
        return ended;
    }

    /**
     * Reauthorizes a stored subscription.
     *
     * @return the changed subscription, stored unless it is terminated; empty if nothing changed
     */
    public Optional<Subscription> reauthorize(
            Subscription subscription, SubscriptionStore store, Authorizer authorizer) {
        if (!packages.get(subscription.event().name()).requiresAuthorization()) {
            return Optional.empty(); // not subject to rules: it was authorized when it was created
        }
        SubscriptionEvent event = eventOf(
                authorizer.decide(Requester.of(subscription.watcher().aor())).handling());
        SubscriptionState next = SubscriptionMachine.on(subscription.state(), event);
        if (next.equals(subscription.state())) {
            return Optional.empty();
        }
        if (next instanceof SubscriptionState.Terminated) {
            return Optional.of(end(subscription, event, store));
        }
        Subscription changed = subscription.with(next, event);
        store.save(changed);
        return Optional.of(changed);
    }

    private static SubscriptionEvent eventOf(Authorization decision) {
        return switch (decision) {
            case BLOCK -> SubscriptionEvent.REJECTED;
            case CONFIRM -> SubscriptionEvent.RECONSIDERED;
            case POLITE_BLOCK, ALLOW -> SubscriptionEvent.APPROVED;
        };
    }

    private static Optional<SubscriptionState> authorize(
            EventPackage eventPackage, SubscribeCommand command, Authorizer authorizer) {
        if (!command.watcher().identity().may(Operation.WATCH, command.presentity())) {
            return Optional.empty();
        }
        Authorization decision = eventPackage.requiresAuthorization()
                ? authorizer.decide(Requester.of(command.watcher().aor())).handling()
                : eventPackage.admit(command.presentity(), command.watcher().identity());
        return switch (decision) {
            case BLOCK -> Optional.empty();
            case CONFIRM -> Optional.of(new SubscriptionState.Pending());
            case POLITE_BLOCK, ALLOW -> Optional.of(new SubscriptionState.Active());
        };
    }

    /** Returns why a SUBSCRIBE cannot be granted whose body would have this type; empty if it can be. */
    private Optional<Rejection> check(EventPackage eventPackage, Optional<MediaType> type, SubscribeCommand command) {
        return type.isEmpty()
                ? Optional.of(notAcceptable(eventPackage))
                : settings.expires().tooBrief(command.expires());
    }

    private static Rejection notAcceptable(EventPackage eventPackage) {
        return Rejection.of(
                406,
                "Not Acceptable",
                "Accept",
                String.join(
                        ", ",
                        eventPackage.notifyTypes().stream()
                                .map(MediaType::toString)
                                .toList()));
    }
}
