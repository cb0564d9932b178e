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

/** What NOTIFYs carry: a view that many share, or a document that is made for one subscription. In the presentity's lane. */
public final class NotifyBodies {

    private final ViewCache views;
    private final Map<EventName, Reporter> reporters;

    /**
     * Shows by these views.
     *
     * @param reporters of the event packages that are not composed
     */
    public NotifyBodies(ViewCache views, Map<EventName, Reporter> reporters) {
        this.views = Objects.requireNonNull(views, "views");
        this.reporters = Map.copyOf(reporters);
    }

    ViewCache views() {
        return views;
    }

    /** Who writes the documents of an event package for each subscription; empty if they are composed. */
    Optional<Reporter> reporter(EventName event) {
        return Optional.ofNullable(reporters.get(event));
    }

    /** The least time between two NOTIFYs: the event package's own, or that of all if it is longer. */
    Duration minInterval(EventName event, Duration ofAll) {
        return reporter(event)
                .map(Reporter::minInterval)
                .filter(own -> own.compareTo(ofAll) > 0)
                .orElse(ofAll);
    }

    /**
     * Reads what the NOTIFY of a fetch shows, so that a request that cannot be answered with it is refused.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
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

    /** The body of the next NOTIFY; empty as long as the watcher may see nothing. */
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
