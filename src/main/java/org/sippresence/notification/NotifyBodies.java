package org.sippresence.notification;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sippresence.eventpackage.Document;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.presentity.memory.SequenceCounter;
import org.sippresence.subscription.Subscription;
import org.sippresence.subscription.SubscriptionState.Active;
import org.sippresence.subscription.SubscriptionState.Terminated;

/**
 * Creates the bodies of NOTIFYs: a view shared by many watchers, or a document written for one subscription. Used in the
 * presentity's lane.
 */
public final class NotifyBodies {

    private final ViewCache views;
    private final Map<EventName, Reporter> reporters;

    /**
     * Creates bodies from these views and reporters.
     *
     * @param reporters for the event packages that are not composed
     */
    public NotifyBodies(ViewCache views, Map<EventName, Reporter> reporters) {
        this.views = Objects.requireNonNull(views, "views");
        this.reporters = Map.copyOf(reporters);
    }

    ViewCache views() {
        return views;
    }

    /** Returns the reporter of an event package that writes documents for each subscription; empty if they are composed. */
    Optional<Reporter> reporter(EventName event) {
        return Optional.ofNullable(reporters.get(event));
    }

    /** Returns the minimum time between two NOTIFYs: the longer of the event package's own and the general one. */
    Duration minInterval(EventName event, Duration ofAll) {
        return reporter(event)
                .map(Reporter::minInterval)
                .filter(own -> own.compareTo(ofAll) > 0)
                .orElse(ofAll);
    }

    /**
     * Loads the content of a fetch's NOTIFY, so that a request is rejected if it cannot be served.
     *
     * @throws java.io.UncheckedIOException if it cannot be loaded
     */
    void prepare(PresentityTransaction transaction, Subscription fetch) {
        if (!isShown(fetch)) {
            return;
        }
        EventName event = fetch.event().name();
        Optional<Reporter> reporter = reporter(event);
        if (reporter.isPresent()) {
            Body unused = reporter.get().whole(transaction, fetch, 0);
        } else if (views.serves(event)) {
            Document unused = views.of(transaction, fetch);
        }
    }

    private static boolean isShown(Subscription subscription) {
        return subscription.state() instanceof Active
                || (subscription.state() instanceof Terminated terminated && terminated.showsState());
    }

    /** Returns the body of the next NOTIFY; empty while the watcher is not permitted to see the state. */
    Optional<Body> next(
            PresentityTransaction transaction, Subscription subscription, Outbox outbox, SequenceCounter numbering) {
        boolean shows = isShown(subscription);
        Optional<Reporter> reporter = reporter(subscription.event().name());
        Optional<Body> body = Optional.empty();
        if (shows && reporter.isPresent()) {
            boolean whole = outbox.whole || outbox.changes.isEmpty() || !numbering.isUnbroken();
            long version = numbering.document();
            body = Optional.of(
                    whole
                            ? reporter.get().whole(transaction, subscription, version)
                            : reporter.get().partial(transaction, subscription, version, outbox.changes.values()));
            if (whole) {
                outbox.delivered = reporter.get().whenDelivered(transaction, subscription);
            }
        } else if (shows && views.serves(subscription.event().name())) {
            body = Optional.of(views.of(transaction, subscription).print(subscription.accept()));
        }
        outbox.whole = false;
        outbox.changes = Map.of();
        return body;
    }
}
