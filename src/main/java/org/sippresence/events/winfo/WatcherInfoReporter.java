package org.sippresence.events.winfo;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sippresence.model.Aor;
import org.sippresence.model.Body;
import org.sippresence.model.EventName;
import org.sippresence.notification.EventChange;
import org.sippresence.notification.Reporter;
import org.sippresence.offline.OfflineWatchers;
import org.sippresence.presentity.PresentityTransaction;
import org.sippresence.subscription.OfflineWatcher;
import org.sippresence.subscription.Subscription;

/** Writes watcher information documents about one event package. Used in the presentity's lane. */
final class WatcherInfoReporter implements Reporter {

    private static final Comparator<Subscription> ORDER = Comparator.comparing(
                    (Subscription each) -> each.lifecycle().since())
            .thenComparing(Subscription::id);

    private final EventName watched;
    private final OfflineWatchers offline;
    private final Duration minInterval;

    /**
     * Creates the reporter for the subscriptions to one package.
     *
     * @param offline the records of watchers that arrived while the presentity was offline
     */
    WatcherInfoReporter(EventName watched, OfflineWatchers offline, Duration minInterval) {
        this.watched = Objects.requireNonNull(watched, "watched");
        this.offline = Objects.requireNonNull(offline, "offline");
        this.minInterval = Objects.requireNonNull(minInterval, "minInterval");
    }

    @Override
    public Duration minInterval() {
        return minInterval;
    }

    /** A subscription that was created, changed in state or ended. */
    record Change(Subscription subscription) implements EventChange {

        @Override
        public String key() {
            return subscription.id();
        }
    }

    @Override
    public Body whole(PresentityTransaction transaction, Subscription subscription, long version) {
        Collection<Subscription> known = transaction.subscriptions().subscriptions(watched);
        List<WatcherElement> all = new ArrayList<>(known.size());
        known.stream().sorted(ORDER).forEach(each -> all.add(WatcherElement.of(each, transaction.now())));
        Set<Aor> named = all.stream().map(WatcherElement::watcher).collect(Collectors.toSet());
        offline.toReport(transaction, subscription, watched).stream()
                .filter(each -> !named.contains(each.watcher()))
                .forEach(each -> all.add(WatcherElement.of(each, id(each), transaction.now())));
        return new WatcherInfoDocument(version, true, transaction.presentity(), watched, all).print();
    }

    @Override
    public Consumer<PresentityTransaction> whenDelivered(PresentityTransaction transaction, Subscription subscription) {
        return offline.whenReported(transaction, subscription, watched);
    }

    @Override
    public Body partial(
            PresentityTransaction transaction,
            Subscription subscription,
            long version,
            Collection<EventChange> changes) {
        List<WatcherElement> changed = changes.stream()
                .map(change -> WatcherElement.of(((Change) change).subscription(), transaction.now()))
                .toList();
        return new WatcherInfoDocument(version, false, transaction.presentity(), watched, changed).print();
    }

    /** Returns an id that is constant while the record is stored and differs from all subscription ids. */
    private static String id(OfflineWatcher watcher) {
        String named = watcher.presentity() + " " + watcher.watcher() + ' ' + watcher.event();
        return "offline-" + UUID.nameUUIDFromBytes(named.getBytes(StandardCharsets.UTF_8));
    }
}
